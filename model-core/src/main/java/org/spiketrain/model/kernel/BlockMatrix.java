package org.spiketrain.model.kernel;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.spiketrain.model.kernel.Blas.Matrix;

/**
 * The columns of a weight matrix, or of its gradient, that belong to one block of neurons.
 *
 * <p>Events use single rows on the heap: one is copied, or begun from zero, when an event first
 * asks for it, so that what is never asked for costs nothing. Products use a matrix without gaps,
 * since with rows that lie far apart they run a fifth slower; a block that is the whole layer needs
 * no copy.
 */
final class BlockMatrix {
  private final NeuronRange range;
  private final float[][][] rows;
  private final int[] begunAt;
  private final float[][] scratch;
  private final NativeBuffer packed = new NativeBuffer();
  private boolean isPacked;
  private int call;
  private FloatPointer matrix = new FloatPointer();
  private FloatBuffer buffer = FloatBuffer.allocate(0);

  BlockMatrix(int rows, NeuronRange range) {
    this.range = range;
    this.rows = new float[rows][][];
    this.begunAt = new int[rows];
    this.scratch = new float[range.gates()][range.size()];
  }

  /** Takes the layer's matrix [rows, gates * neurons] of a new call. */
  void use(FloatPointer newMatrix) {
    matrix = newMatrix;
    long floats = (long) rows.length * range.gates() * range.neurons();
    buffer = new FloatPointer(matrix).capacity(floats).asBuffer();
    isPacked = false;
    call++;
  }

  /** A row of the weights [gates][size]. */
  float[][] row(int r) {
    if (begunAt[r] != call) {
      float[][] row = begin(r);
      for (int g = 0; g < row.length; g++) {
        buffer.get((int) range.inLayer(r, g), row[g], 0, range.size());
      }
    }
    return rows[r];
  }

  /** A row of the gradient [gates][size] to add to; more may be added later. */
  float[][] sums(int r) {
    return begunAt[r] == call ? rows[r] : zeroed(begin(r));
  }

  /** The same, when nothing will be added later; valid until it is asked for again. */
  float[][] lastSums(int r) {
    return begunAt[r] == call ? rows[r] : zeroed(scratch);
  }

  private float[][] begin(int r) {
    if (rows[r] == null) {
      rows[r] = new float[range.gates()][range.size()];
    }
    begunAt[r] = call;
    return rows[r];
  }

  private static float[][] zeroed(float[][] row) {
    for (float[] gate : row) {
      Arrays.fill(gate, 0f);
    }
    return row;
  }

  /** Writes a complete row of the gradient into the layer's matrix. */
  void store(int r, float[][] row) {
    for (int g = 0; g < row.length; g++) {
      buffer.put((int) range.inLayer(r, g), row[g], 0, range.size());
    }
  }

  /** The columns from row {@code row} on. */
  Matrix from(int row) {
    pack();
    FloatPointer all = range.isWholeLayer() ? matrix : packed.at(0);
    return new Matrix(all.getPointer((long) row * range.width()), range.width());
  }

  /** Copies the columns now, so that several threads can read them. */
  void pack() {
    if (!isPacked && !range.isWholeLayer()) {
      packed.reserve((long) rows.length * range.width());
      for (int r = 0; r < rows.length; r++) {
        for (int g = 0; g < range.gates(); g++) {
          copy(matrix, range.inLayer(r, g), packed.at(0), range.inBlock(r, g));
        }
      }
      isPacked = true;
    }
  }

  /** Matrix in which a product may leave the columns; {@link #unpack} writes them back. */
  Matrix target() {
    if (range.isWholeLayer()) {
      return new Matrix(matrix, range.width());
    }
    packed.reserve((long) rows.length * range.width());
    return new Matrix(packed.at(0), range.width());
  }

  /** Writes what a product left in {@link #target} into the layer's matrix. */
  void unpack() {
    for (int r = 0; r < rows.length && !range.isWholeLayer(); r++) {
      for (int g = 0; g < range.gates(); g++) {
        copy(packed.at(0), range.inBlock(r, g), matrix, range.inLayer(r, g));
      }
    }
  }

  private void copy(FloatPointer from, long fromOffset, FloatPointer to, long toOffset) {
    long bytes = (long) range.size() * Float.BYTES;
    Pointer.memcpy(to.getPointer(toOffset), from.getPointer(fromOffset), bytes);
  }
}
