package org.spiketrain.model.kernel;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Rows of a weight matrix, or of its gradient, for events: the columns of one block of neurons, on
 * the heap. A row is copied, or begun from zero, when an event first asks for it, so that what is
 * never asked for costs nothing.
 */
final class EventRows {
  private final NeuronRange range;
  private final float[][][] rows;
  private final int[] begunAt;
  private final float[][] scratch;
  private int call;
  private FloatBuffer buffer = FloatBuffer.allocate(0);

  EventRows(int rows, NeuronRange range) {
    this.range = range;
    this.rows = new float[rows][][];
    this.begunAt = new int[rows];
    this.scratch = new float[range.gates()][range.size()];
  }

  int rows() {
    return rows.length;
  }

  /** Takes the layer's matrix [rows, gates * neurons] of a new call. */
  void use(FloatPointer matrix) {
    long floats = (long) rows.length * range.gates() * range.neurons();
    buffer = new FloatPointer(matrix).capacity(floats).asBuffer();
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
}
