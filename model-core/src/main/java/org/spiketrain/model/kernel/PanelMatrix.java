package org.spiketrain.model.kernel;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.spiketrain.model.kernel.Blas.Matrix;
import org.spiketrain.model.kernel.KernelThreads.Share;

/**
 * The columns of a weight matrix, or of its gradient, that belong to one panel of neurons, for
 * matrix products. They lie without gaps, since with rows that lie far apart products run a fifth
 * slower; a panel that is the whole layer needs no copy.
 */
final class PanelMatrix {
  private final int rows;
  private final NeuronRange range;
  private final NativeBuffer packed = new NativeBuffer();
  private FloatPointer matrix = new FloatPointer();

  PanelMatrix(int rows, NeuronRange range) {
    this.rows = rows;
    this.range = range;
  }

  /** Takes the layer's matrix [rows, gates * neurons] of a new call. */
  void use(FloatPointer newMatrix) {
    matrix = newMatrix;
    if (!range.isWholeLayer()) {
      packed.reserve((long) rows * range.width());
    }
  }

  /** Copies a thread's share of the columns to where they lie without gaps. */
  void pack(Share share) {
    if (!range.isWholeLayer()) {
      share.cut(rows, 1, this::pack);
    }
  }

  private void pack(int from, int to) {
    for (int r = from; r < to; r++) {
      for (int g = 0; g < range.gates(); g++) {
        copy(matrix, range.inLayer(r, g), packed.at(0), range.inPanel(r, g));
      }
    }
  }

  /** The columns from row {@code row} on; of weights, once all threads have packed them. */
  Matrix from(int row) {
    FloatPointer all = range.isWholeLayer() ? matrix : packed.at(0);
    return new Matrix(all.getPointer((long) row * range.width()), range.width());
  }

  /** Writes what products left in some rows into the layer's matrix. */
  void unpack(int from, int to) {
    for (int r = from; r < to && !range.isWholeLayer(); r++) {
      for (int g = 0; g < range.gates(); g++) {
        copy(packed.at(0), range.inPanel(r, g), matrix, range.inLayer(r, g));
      }
    }
  }

  private void copy(FloatPointer from, long fromOffset, FloatPointer to, long toOffset) {
    long bytes = (long) range.size() * Float.BYTES;
    Pointer.memcpy(to.getPointer(toOffset), from.getPointer(fromOffset), bytes);
  }
}
