package org.spiketrain.model.kernel;

import org.spiketrain.model.api.NeuronCell;
import org.spiketrain.model.kernel.Blas.Matrix;

/**
 * The matrix products of one block of neurons: from the input and the outputs of the step before to
 * its pre-activations, and back. Pre-activations, and later their gradients, lie here, the block's
 * gates side by side: [rows, gates * size].
 */
final class BlockProducts {
  private static final int ROW_CHUNK = 1024;

  final NativeBuffer z = new NativeBuffer();
  final NativeBuffer zRecurrent = new NativeBuffer();

  private final NeuronCell cell;
  private final int inputs;
  private final int neurons;
  private final int first;
  private final int size;
  private final BlockColumns inputWeights;
  private final BlockColumns recurrentWeights;
  private final BlockColumns gradInputWeights;
  private final BlockColumns gradRecurrentWeights;
  private final NativeBuffer gradHidden = new NativeBuffer();

  BlockProducts(NeuronCell cell, int inputs, int neurons, int first, int size) {
    this.cell = cell;
    this.inputs = inputs;
    this.neurons = neurons;
    this.first = first;
    this.size = size;
    this.inputWeights = columns(inputs);
    this.recurrentWeights = columns(neurons);
    this.gradInputWeights = columns(inputs);
    this.gradRecurrentWeights = columns(neurons);
  }

  private BlockColumns columns(int rows) {
    return new BlockColumns(rows, cell.gates(), neurons, first, size);
  }

  /** Floats of a row of pre-activations. */
  int width() {
    return cell.gates() * size;
  }

  /** Makes room for the pre-activations of some rows and takes the weights of a call. */
  void begin(long rows, RecurrentParameters parameters) {
    z.reserve(rows * width());
    if (!cell.isMerged()) {
      zRecurrent.reserve(rows * width());
    }
    inputWeights.use(parameters.inputWeights());
    if (cell.hasRecurrentWeights()) {
      recurrentWeights.use(parameters.recurrentWeights());
    }
  }

  private NativeBuffer recurrentSums() {
    return cell.isMerged() ? z : zRecurrent;
  }

  private Matrix matrix(NativeBuffer buffer, long row) {
    return new Matrix(buffer.at(row * width()), width());
  }

  /**
   * {@code z = x W} of some time steps.
   *
   * @param from first time step, whose rows come first in z
   * @param to time step after the last
   */
  void multiplyInput(SequenceShape shape, int from, int to, NativeRows x) {
    int start = shape.firstRow(from);
    Matrix weights = inputWeights.from(0);
    RowChunks.forEach(
        shape,
        from,
        to,
        ROW_CHUNK,
        Share.ALL,
        (row, inputRow, rows) ->
            Blas.multiply(
                rows, width(), inputs, x.matrix(inputRow), weights, 0f, matrix(z, row - start)));
  }

  /**
   * {@code z += h W_hh} of one step; z is overwritten where nothing is in it yet.
   *
   * @param before outputs of all neurons before the step, [rows, neurons]
   * @param zRow the step's first row in z
   */
  void multiplyRecurrence(Matrix before, int zRow, int rows, boolean ontoInput) {
    Matrix weights = recurrentWeights.from(0);
    float beta = ontoInput && cell.isMerged() ? 1f : 0f;
    Blas.multiply(rows, width(), neurons, before, weights, beta, matrix(recurrentSums(), zRow));
  }

  /** Gets ready to be read by other blocks' threads in the backward pass. */
  void beginBackward(RecurrentParameters gradient) {
    gradInputWeights.use(gradient.inputWeights());
    if (cell.hasRecurrentWeights()) {
      recurrentWeights.pack();
      gradRecurrentWeights.use(gradient.recurrentWeights());
    }
  }

  /**
   * Adds up what comes back to this block's outputs through the weights from all blocks' gradients
   * of a step. With one row the result lies in {@code single}, else in {@link #gradHidden}.
   */
  void backThroughRecurrence(Iterable<UnitBlock> blocks, int zRow, int rows, float[] single) {
    gradHidden.reserve((long) rows * size);
    Matrix target = new Matrix(gradHidden.at(0), size);
    float beta = 0f;
    for (UnitBlock block : blocks) {
      BlockProducts other = block.products();
      Matrix gradient = other.matrix(other.recurrentSums(), zRow);
      Matrix ownRows = other.recurrentWeights.from(first);
      if (rows == 1) {
        Blas.addDotRows(size, other.width(), gradient.pointer(), ownRows.pointer(), single);
      } else {
        Blas.multiplyTransposedRight(rows, size, other.width(), gradient, ownRows, beta, target);
      }
      beta = 1f;
    }
  }

  /** A row of what {@link #backThroughRecurrence} added up. */
  void loadGradHidden(int row, float[] target) {
    gradHidden.load(row * size, target);
  }

  /** {@code gradW = x^T gradZ}, for a dense input. */
  void inputWeightsGradient(SequenceShape shape, NativeRows x) {
    Matrix target = gradInputWeights.target();
    float[] beta = {0f};
    RowChunks.forEach(
        shape,
        0,
        shape.timeSteps(),
        Integer.MAX_VALUE,
        Share.ALL,
        (row, inputRow, rows) -> {
          Matrix source = x.matrix(inputRow);
          Blas.multiplyTransposedLeft(
              inputs, width(), rows, source, matrix(z, row), beta[0], target);
          beta[0] = 1f;
        });
    gradInputWeights.store();
  }

  /** {@code gradW_hh = h^T gradZ}, over all rows. */
  void recurrentWeightsGradient(Matrix before, int rows) {
    Matrix target = gradRecurrentWeights.target();
    Blas.multiplyTransposedLeft(
        neurons, width(), rows, before, matrix(recurrentSums(), 0), 0f, target);
    gradRecurrentWeights.store();
  }

  /** Adds {@code gradZ W^T} of some rows to the gradient by the input. */
  void addInputGradient(int row, int rows, Matrix gradX) {
    Blas.multiplyTransposedRight(
        rows, inputs, width(), matrix(z, row), inputWeights.from(0), 1f, gradX);
  }

  /** Copies the input weights where they are not without gaps, so that threads can share them. */
  void packInputWeights() {
    inputWeights.pack();
  }
}
