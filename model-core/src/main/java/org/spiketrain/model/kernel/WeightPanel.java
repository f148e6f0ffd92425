package org.spiketrain.model.kernel;

import org.spiketrain.model.api.NeuronCell;
import org.spiketrain.model.kernel.Blas.Matrix;
import org.spiketrain.model.kernel.KernelThreads.Share;

/**
 * The weights of some neighbouring neurons of a layer and the matrix products with them, from the
 * input and the outputs of the step before to their pre-activations, and those of the weights'
 * gradients. Pre-activations, and later their gradients, lie here, the panel's gates side by side:
 * [rows, gates * size]. Threads share a product by its rows where that keeps the bits of the whole
 * ({@link ProductParts}); else one of them computes it.
 */
final class WeightPanel {
  /** Up to so many rows, each thread's copy of the weights costs more than its product. */
  private static final int FEW_ROWS = 2 * ProductParts.ROWS;

  final NeuronRange range;
  final NativeBuffer z = new NativeBuffer();
  final NativeBuffer zRecurrent = new NativeBuffer();
  final PanelMatrix inputWeights;
  final PanelMatrix recurrentWeights;

  private final NeuronCell cell;
  private final int inputs;
  private final PanelMatrix gradInputWeights;
  private final PanelMatrix gradRecurrentWeights;

  WeightPanel(NeuronCell cell, int inputs, NeuronRange range) {
    this.cell = cell;
    this.inputs = inputs;
    this.range = range;
    int recurrentRows = cell.hasRecurrentWeights() ? range.neurons() : 0;
    this.inputWeights = new PanelMatrix(inputs, range);
    this.recurrentWeights = new PanelMatrix(recurrentRows, range);
    this.gradInputWeights = new PanelMatrix(inputs, range);
    this.gradRecurrentWeights = new PanelMatrix(recurrentRows, range);
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

  /** Takes the matrices that receive the weights' gradients. */
  void beginBackward(RecurrentParameters gradient) {
    gradInputWeights.use(gradient.inputWeights());
    if (cell.hasRecurrentWeights()) {
      gradRecurrentWeights.use(gradient.recurrentWeights());
    }
  }

  NativeBuffer recurrentSums() {
    return cell.isMerged() ? z : zRecurrent;
  }

  Matrix matrix(NativeBuffer buffer, long row) {
    return new Matrix(buffer.at(row * range.width()), range.width());
  }

  /** {@code z = x W} of some rows that lie together, {@code zRow} the first of them. */
  void multiplyInput(Matrix x, int zRow, int rows) {
    Blas.multiply(rows, range.width(), inputs, x, inputWeights.from(0), 0f, matrix(z, zRow));
  }

  /**
   * A thread's share of {@code z += h W_hh} of one step; z is overwritten where nothing is in it
   * yet.
   */
  void multiplyRecurrence(
      Share share, NativeBuffer hidden, long first, int zRow, int rows, boolean ontoInput) {
    int k = range.neurons();
    Matrix weights = recurrentWeights.from(0);
    float beta = ontoInput && cell.isMerged() ? 1f : 0f;
    Share sharing = rows > FEW_ROWS ? share : share.alone();
    sharing.cut(
        rows,
        ProductParts.ROWS,
        (from, to) -> ProductParts.keepsRowsOfPlain(rows, range.width(), k, from, to),
        (from, to) -> {
          Matrix before = new Matrix(hidden.at(first + (long) from * k), k);
          Matrix target = matrix(recurrentSums(), zRow + from);
          Blas.multiply(to - from, range.width(), k, before, weights, beta, target);
        });
  }

  /** A thread's share of {@code gradW = x^T gradZ}, for a dense input. */
  void inputWeightsGradient(Share share, SequenceShape shape, NativeRows x) {
    shareRows(
        share,
        inputs,
        shape.fewestRows(),
        (from, to) -> {
          Matrix target = gradInputWeights.from(from);
          float[] beta = {0f};
          shape.forEachChunk(
              0,
              shape.timeSteps(),
              Integer.MAX_VALUE,
              Share.ALL,
              (row, inputRow, rows) -> {
                Matrix source = x.matrix(inputRow).right(from);
                Matrix gradZ = matrix(z, row);
                Blas.multiplyTransposedLeft(
                    to - from, range.width(), rows, source, gradZ, beta[0], target);
                beta[0] = 1f;
              });
          gradInputWeights.unpack(from, to);
        });
  }

  /** A thread's share of {@code gradW_hh = h^T gradZ}, over all rows. */
  void recurrentWeightsGradient(Share share, Matrix before, int rows) {
    Matrix gradZ = matrix(recurrentSums(), 0);
    shareRows(
        share,
        range.neurons(),
        rows,
        (from, to) -> {
          Matrix target = gradRecurrentWeights.from(from);
          Blas.multiplyTransposedLeft(
              to - from, range.width(), rows, before.right(from), gradZ, 0f, target);
          gradRecurrentWeights.unpack(from, to);
        });
  }

  private void shareRows(Share share, int all, int shortest, KernelThreads.Part product) {
    share.cut(
        all,
        ProductParts.ROWS,
        (from, to) ->
            ProductParts.keepsRowsOfTransposedLeft(all, range.width(), from, to, shortest),
        product);
  }

  /** Adds {@code gradZ W^T} of some rows to the gradient by the input. */
  void addInputGradient(int row, int rows, Matrix gradX) {
    Matrix weights = inputWeights.from(0);
    Blas.multiplyTransposedRight(rows, inputs, range.width(), matrix(z, row), weights, 1f, gradX);
  }
}
