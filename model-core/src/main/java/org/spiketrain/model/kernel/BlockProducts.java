package org.spiketrain.model.kernel;

import org.spiketrain.model.api.NeuronCell;
import org.spiketrain.model.kernel.Blas.Matrix;
import org.spiketrain.model.kernel.KernelThreads.Share;

/**
 * The weights of one block of neurons and the matrix products with them: from the input and the
 * outputs of the step before to its pre-activations, and back. Pre-activations, and later their
 * gradients, lie here, the block's gates side by side: [rows, gates * size].
 */
final class BlockProducts {
  private static final int ROW_CHUNK = 1024;

  final NativeBuffer z = new NativeBuffer();
  final NativeBuffer zRecurrent = new NativeBuffer();
  final BlockMatrix inputWeights;
  final BlockMatrix recurrentWeights;
  final BlockMatrix gradInputWeights;
  final BlockMatrix gradRecurrentWeights;

  private final NeuronCell cell;
  private final int inputs;
  private final NeuronRange range;
  private final NativeBuffer gradHidden = new NativeBuffer();

  BlockProducts(NeuronCell cell, int inputs, NeuronRange range) {
    this.cell = cell;
    this.inputs = inputs;
    this.range = range;
    int recurrentRows = cell.hasRecurrentWeights() ? range.neurons() : 0;
    this.inputWeights = new BlockMatrix(inputs, range);
    this.recurrentWeights = new BlockMatrix(recurrentRows, range);
    this.gradInputWeights = new BlockMatrix(inputs, range);
    this.gradRecurrentWeights = new BlockMatrix(recurrentRows, range);
  }

  /** Makes room for the pre-activations of some rows and takes the weights of a call. */
  void begin(long rows, RecurrentParameters parameters) {
    z.reserve(rows * range.width());
    if (!cell.isMerged()) {
      zRecurrent.reserve(rows * range.width());
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
    return new Matrix(buffer.at(row * range.width()), range.width());
  }

  /** {@code z = x W} of the time steps from {@code from} to before {@code to}. */
  void multiplyInput(SequenceShape shape, int from, int to, NativeRows x) {
    int start = shape.firstRow(from);
    Matrix weights = inputWeights.from(0);
    shape.forEachChunk(
        from,
        to,
        ROW_CHUNK,
        Share.ALL,
        (row, inputRow, rows) ->
            Blas.multiply(
                rows,
                range.width(),
                inputs,
                x.matrix(inputRow),
                weights,
                0f,
                matrix(z, row - start)));
  }

  /** {@code z += h W_hh} of one step; z is overwritten where nothing is in it yet. */
  void multiplyRecurrence(Matrix before, int zRow, int rows, boolean ontoInput) {
    Matrix weights = recurrentWeights.from(0);
    Matrix target = matrix(recurrentSums(), zRow);
    float beta = ontoInput && cell.isMerged() ? 1f : 0f;
    Blas.multiply(rows, range.width(), range.neurons(), before, weights, beta, target);
  }

  /** Gets ready to be read by other blocks' threads in the backward pass. */
  void beginBackward(RecurrentParameters gradient, boolean wantsInputGradient) {
    if (wantsInputGradient) {
      inputWeights.pack();
    }
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
  void backThroughRecurrence(UnitBlock[] blocks, int zRow, int rows, float[] single) {
    gradHidden.reserve((long) rows * range.size());
    Matrix target = new Matrix(gradHidden.at(0), range.size());
    float beta = 0f;
    for (UnitBlock block : blocks) {
      BlockProducts other = block.products;
      int width = other.range.width();
      Matrix gradient = other.matrix(other.recurrentSums(), zRow);
      Matrix ownRows = other.recurrentWeights.from(range.first());
      if (rows == 1) {
        Blas.addDotRows(range.size(), width, gradient.pointer(), ownRows.pointer(), single);
      } else {
        Blas.multiplyTransposedRight(rows, range.size(), width, gradient, ownRows, beta, target);
      }
      beta = 1f;
    }
  }

  /** A row of what {@link #backThroughRecurrence} added up. */
  void loadGradHidden(int row, float[] target) {
    gradHidden.load(row * range.size(), target);
  }

  /** {@code gradW = x^T gradZ}, for a dense input. */
  void inputWeightsGradient(SequenceShape shape, NativeRows x) {
    Matrix target = gradInputWeights.target();
    float[] beta = {0f};
    shape.forEachChunk(
        0,
        shape.timeSteps(),
        Integer.MAX_VALUE,
        Share.ALL,
        (row, inputRow, rows) -> {
          Matrix source = x.matrix(inputRow);
          Blas.multiplyTransposedLeft(
              inputs, range.width(), rows, source, matrix(z, row), beta[0], target);
          beta[0] = 1f;
        });
    gradInputWeights.unpack();
  }

  /** {@code gradW_hh = h^T gradZ}, over all rows. */
  void recurrentWeightsGradient(Matrix before, int rows) {
    Matrix target = gradRecurrentWeights.target();
    Matrix gradZ = matrix(recurrentSums(), 0);
    Blas.multiplyTransposedLeft(range.neurons(), range.width(), rows, before, gradZ, 0f, target);
    gradRecurrentWeights.unpack();
  }

  /** Adds {@code gradZ W^T} of some rows to the gradient by the input. */
  void addInputGradient(int row, int rows, Matrix gradX) {
    Matrix weights = inputWeights.from(0);
    Blas.multiplyTransposedRight(rows, inputs, range.width(), matrix(z, row), weights, 1f, gradX);
  }
}
