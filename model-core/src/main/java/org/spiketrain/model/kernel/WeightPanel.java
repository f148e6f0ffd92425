package org.spiketrain.model.kernel;

import java.util.List;
import java.util.function.Function;
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

  private final CarriedRows carriedZ = new CarriedRows(z);
  private final CarriedRows carriedRecurrent = new CarriedRows(zRecurrent);
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

  /**
   * A thread's share of {@code gradW = x^T gradZ} over some chunks, for a dense input.
   *
   * @param beta what the gradient that is there already is multiplied by: 0 to begin it, or 1
   */
  void inputWeightsGradient(
      Share share, List<RowChunk> chunks, SequenceMemory memory, NativeRows x, float beta) {
    addUp(
        share,
        gradInputWeights,
        inputs,
        chunks,
        beta,
        chunk -> x.matrix(chunk.inputRow()),
        chunk -> matrix(z, memory.zRowOf(chunk.row())));
  }

  /** A thread's share of {@code gradW_hh = h^T gradZ} over some chunks, likewise. */
  void recurrentWeightsGradient(
      Share share, List<RowChunk> chunks, SequenceMemory memory, float beta) {
    addUp(
        share,
        gradRecurrentWeights,
        range.neurons(),
        chunks,
        beta,
        chunk -> memory.before(chunk.row()),
        chunk -> matrix(recurrentSums(), memory.zRowOf(chunk.row())));
  }

  private void addUp(
      Share share,
      PanelMatrix gradient,
      int all,
      List<RowChunk> chunks,
      float beta,
      Function<RowChunk, Matrix> sources,
      Function<RowChunk, Matrix> gradZs) {
    int shortest = chunks.stream().mapToInt(RowChunk::rows).min().orElse(0);
    shareRows(
        share,
        all,
        shortest,
        (from, to) -> {
          float onto = beta;
          for (RowChunk chunk : chunks) {
            Matrix source = sources.apply(chunk).right(from);
            Blas.multiplyTransposedLeft(
                to - from,
                range.width(),
                chunk.rows(),
                source,
                gradZs.apply(chunk),
                onto,
                gradient.from(from));
            onto = 1f;
          }
          gradient.unpack(from, to);
        });
  }

  /** Keeps some rows' gradients by the pre-activations while others are computed in their place. */
  void carry(int zRow, int rows) {
    carriedZ.keep(zRow, rows, range.width());
    if (!cell.isMerged()) {
      carriedRecurrent.keep(zRow, rows, range.width());
    }
  }

  /** Puts them back, to the rows from {@code zRow} on. */
  void putBack(int zRow) {
    carriedZ.putBack(zRow, range.width());
    if (!cell.isMerged()) {
      carriedRecurrent.putBack(zRow, range.width());
    }
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
