package org.spiketrain.model.kernel;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.spiketrain.model.frames.InputCoding;

/**
 * The product of a sequence with the input weights, for all time steps: by adding the weight rows
 * of the channels that spike where the input is sparse, by matrix products where it is not.
 */
final class InputProduct {
  /** Share of non-zero entries up to which adding rows beats a dense product (docs/FINDINGS.md). */
  private static final double SPARSE_DENSITY = 0.1;

  private final int inputs;
  private final int width;
  private final InputCoding coding;
  private final SparseRows entries = new SparseRows();
  private boolean sparse;

  /**
   * @param inputs leading channels of the input that are read
   * @param width columns of the weights, gates * hidden
   * @param coding how the input is laid out
   */
  InputProduct(int inputs, int width, InputCoding coding) {
    this.inputs = inputs;
    this.width = width;
    this.coding = coding;
  }

  /** {@code z += x W}; z holds the active rows only. */
  void forward(SequenceShape shape, NativeRows x, FloatPointer weights, NativeBuffer z) {
    sparse = collectEntries(shape, x);
    if (sparse) {
      for (int row = 0; row < shape.rows(); row++) {
        for (int k = entries.begin(row); k < entries.end(row); k++) {
          FloatPointer weightRow = weights.getPointer((long) entries.channel(k) * width);
          Blas.addScaled(width, entries.value(k), weightRow, z.at((long) row * width));
        }
      }
    } else if (!shape.hasPadding()) {
      Blas.multiply(shape.rows(), width, inputs, x.at(0), x.width(), weights, 1f, z.at(0));
    } else {
      for (int t = 0; t < shape.timeSteps(); t++) {
        FloatPointer target = z.at((long) shape.firstRow(t) * width);
        FloatPointer source = x.at(t * shape.batch());
        int rows = shape.activeRows(t);
        Blas.multiply(rows, width, inputs, source, x.width(), weights, 1f, target);
      }
    }
  }

  private boolean collectEntries(SequenceShape shape, NativeRows x) {
    if (coding == InputCoding.EVENTS) {
      entries.readEvents(x, inputs, shape);
      return true;
    }
    int limit = Math.max(shape.rows(), (int) (SPARSE_DENSITY * shape.rows() * inputs));
    return entries.scan(x, inputs, shape, limit);
  }

  /** {@code gradWeights = x^T gradZ}, for the input of the last {@link #forward}. */
  void backwardWeights(
      SequenceShape shape, NativeRows x, NativeBuffer gradZ, FloatPointer gradWeights) {
    zero(gradWeights, (long) inputs * width);
    if (sparse) {
      for (int row = 0; row < shape.rows(); row++) {
        for (int k = entries.begin(row); k < entries.end(row); k++) {
          FloatPointer gradRow = gradWeights.getPointer((long) entries.channel(k) * width);
          Blas.addScaled(width, entries.value(k), gradZ.at((long) row * width), gradRow);
        }
      }
    } else {
      for (int t = 0; t < shape.timeSteps(); t++) {
        FloatPointer source = x.at(t * shape.batch());
        FloatPointer grad = gradZ.at((long) shape.firstRow(t) * width);
        int rows = shape.activeRows(t);
        Blas.multiplyTransposedLeft(inputs, width, rows, source, x.width(), grad, 1f, gradWeights);
      }
    }
  }

  /**
   * {@code gradX += gradZ W^T}; rows of padding are left as they are, and so is everything where
   * the input is events.
   */
  void backwardInput(
      SequenceShape shape, NativeBuffer gradZ, FloatPointer weights, NativeRows gradX) {
    if (coding == InputCoding.EVENTS) {
      return;
    }
    for (int t = 0; t < shape.timeSteps(); t++) {
      FloatPointer grad = gradZ.at((long) shape.firstRow(t) * width);
      FloatPointer target = gradX.at(t * shape.batch());
      Blas.multiplyTransposedRight(
          shape.activeRows(t), inputs, width, grad, weights, 1f, target, gradX.width());
    }
  }

  private static void zero(FloatPointer pointer, long floats) {
    Pointer.memset(pointer, 0, floats * Float.BYTES);
  }
}
