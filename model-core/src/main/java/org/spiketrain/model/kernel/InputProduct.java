package org.spiketrain.model.kernel;

import org.bytedeco.javacpp.FloatPointer;
import org.spiketrain.model.frames.InputCoding;
import org.spiketrain.model.kernel.Blas.Matrix;

/**
 * The product of a sequence with the input weights. Where the input is sparse it only finds the
 * events, for the blocks of neurons to add weight rows; where it is not, it multiplies matrices, a
 * fixed chunk at a time, so that several threads can share the work.
 */
final class InputProduct {
  /** Share of non-zero entries up to which adding rows beats a dense product (docs/FINDINGS.md). */
  private static final double SPARSE_DENSITY = 0.3;

  private static final int ROW_CHUNK = 512;
  private static final int COLUMN_CHUNK = 256;

  private final int inputs;
  private final int width;
  private final InputCoding coding;
  private final SparseRows events = new SparseRows();
  private boolean sparse;

  /**
   * @param inputs leading channels of the input that are read
   * @param width columns of the weights, gates * neurons
   * @param coding how the input is laid out
   */
  InputProduct(int inputs, int width, InputCoding coding) {
    this.inputs = inputs;
    this.width = width;
    this.coding = coding;
  }

  /** Looks at an input; decides how it is multiplied. */
  void read(SequenceShape shape, NativeRows x) {
    if (coding == InputCoding.EVENTS) {
      events.readEvents(x, inputs, shape);
      sparse = true;
    } else {
      int limit = Math.max(shape.rows(), (int) (SPARSE_DENSITY * shape.rows() * inputs));
      sparse = events.scan(x, inputs, shape, limit);
    }
  }

  boolean isSparse() {
    return sparse;
  }

  /** The events of a sparse input, by active row. */
  SparseRows events() {
    return events;
  }

  /**
   * A member's share of {@code z = x W} of some time steps.
   *
   * @param from first time step
   * @param to time step after the last
   * @param z receives the active rows from step {@code from} on
   */
  void multiply(
      SequenceShape shape,
      int from,
      int to,
      NativeRows x,
      FloatPointer weights,
      NativeBuffer z,
      Share share) {
    Matrix w = new Matrix(weights, width);
    int first = shape.firstRow(from);
    RowChunks.forEach(
        shape,
        from,
        to,
        ROW_CHUNK,
        share,
        (row, inputRow, rows) ->
            Blas.multiply(
                rows,
                width,
                inputs,
                x.matrix(inputRow),
                w,
                0f,
                new Matrix(z.at((long) (row - first) * width), width)));
  }

  /** A member's share of {@code gradWeights = x^T gradZ}, for a dense input. */
  void backwardWeights(
      SequenceShape shape, NativeRows x, NativeBuffer gradZ, FloatPointer target, Share share) {
    for (int chunk = 0; chunk * COLUMN_CHUNK < width; chunk++) {
      if (!share.has(chunk)) {
        continue;
      }
      int column = chunk * COLUMN_CHUNK;
      int columns = Math.min(COLUMN_CHUNK, width - column);
      Matrix gradient = new Matrix(target.getPointer(column), width);
      float[] beta = {0f};
      RowChunks.forEach(
          shape,
          0,
          shape.timeSteps(),
          Integer.MAX_VALUE,
          Share.ALL,
          (row, inputRow, rows) -> {
            Matrix grad = new Matrix(gradZ.at((long) row * width + column), width);
            Blas.multiplyTransposedLeft(
                inputs, columns, rows, x.matrix(inputRow), grad, beta[0], gradient);
            beta[0] = 1f;
          });
    }
  }

  /**
   * A member's share of {@code gradX += gradZ W^T}; rows of padding are left as they are, and so is
   * everything where the input is events.
   */
  void backwardInput(
      SequenceShape shape,
      NativeBuffer gradZ,
      FloatPointer weights,
      NativeRows gradX,
      Share share) {
    if (coding == InputCoding.EVENTS) {
      return;
    }
    Matrix w = new Matrix(weights, width);
    RowChunks.forEach(
        shape,
        0,
        shape.timeSteps(),
        ROW_CHUNK,
        share,
        (row, inputRow, rows) ->
            Blas.multiplyTransposedRight(
                rows,
                inputs,
                width,
                new Matrix(gradZ.at((long) row * width), width),
                w,
                1f,
                gradX.matrix(inputRow)));
  }
}
