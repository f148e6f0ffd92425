package org.spiketrain.model.layer;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.spiketrain.model.kernel.KernelThreads;
import org.spiketrain.model.kernel.NativeRows;
import org.spiketrain.model.kernel.SequenceShape;

/**
 * Keeps the spiking neurons of a layer within their {@link RateBand}. A neuron's rate is the mean
 * of its outputs over all steps of all examples of a minibatch that are no padding; each of these
 * outputs has the same part in it, and gets the same gradient.
 */
final class RatePressure {
  /** So many columns are done before a second thread is awake. */
  private static final int FEW = 64;

  private final RateBand band;
  private final List<Integer> spikeColumns;

  private SequenceShape shape = SequenceShape.full(0, 0);

  /** Gradient by an output of each column, [width]; empty where nothing was measured. */
  private float[] slopes = new float[0];

  private double penalty;

  RatePressure(RateBand band, List<Integer> spikeColumns) {
    this.band = band;
    this.spikeColumns = List.copyOf(spikeColumns);
  }

  /** What the last measured minibatch adds to the loss; 0 where none was. */
  double penalty() {
    return penalty;
  }

  /** Forgets what was measured. */
  void release() {
    slopes = new float[0];
    penalty = 0;
  }

  /**
   * Measures the rates of a minibatch.
   *
   * @param y outputs [T, B, width]
   * @param factor of the gradient: 1, or the number of examples where gradients are divided by it
   *     later on
   */
  void measure(SequenceShape newShape, INDArray y, double factor) {
    release();
    shape = newShape;
    int rows = band.isKept() ? presentRows() : 0;
    if (rows == 0) {
      return;
    }
    double[] sums = sums(y);
    slopes = new float[sums.length];
    for (int column : spikeColumns) {
      double rate = sums[column] / rows;
      penalty += band.penalty(rate);
      slopes[column] = (float) (band.slope(rate) / rows * factor);
    }
  }

  private int presentRows() {
    int rows = 0;
    for (int b = 0; b < shape.batch(); b++) {
      rows += shape.steps(b).length;
    }
    return rows;
  }

  /** Sums of each column, in one order however many threads there are; padding is 0. */
  private double[] sums(INDArray y) {
    double[] sums = new double[(int) y.size(2)];
    int rows = shape.timeSteps() * shape.batch();
    KernelThreads.forEachPart(
        sums.length,
        FEW,
        (from, to) -> {
          NativeRows columns = TimeMajor.rows(y, from);
          float[] row = new float[to - from];
          for (int k = 0; k < rows; k++) {
            columns.load(k, row);
            for (int j = 0; j < row.length; j++) {
              sums[from + j] += row[j];
            }
          }
        });
    return sums;
  }

  /**
   * Adds the gradient of what was measured.
   *
   * @param gradY gradient by the outputs [T, B, width]
   */
  void addTo(INDArray gradY) {
    if (penalty == 0) {
      return;
    }
    NativeRows gradients = TimeMajor.rows(gradY, 0);
    KernelThreads.forEachPart(
        shape.batch(),
        1,
        (from, to) -> {
          float[] row = new float[slopes.length];
          for (int b = from; b < to; b++) {
            for (int t : shape.steps(b)) {
              int k = t * shape.batch() + b;
              gradients.load(k, row);
              for (int j = 0; j < row.length; j++) {
                row[j] += slopes[j];
              }
              gradients.store(k, row);
            }
          }
        });
  }
}
