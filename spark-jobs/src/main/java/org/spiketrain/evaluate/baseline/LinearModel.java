package org.spiketrain.evaluate.baseline;

import java.io.Serializable;

/**
 * Weighted sums of the numbers of an example.
 *
 * @param weights [column x margin], then the intercepts
 * @param loss what it was fitted by
 */
@SuppressWarnings("ArrayRecordComponent")
record LinearModel(double[] weights, int margins, MarginLoss loss) implements Serializable {
  /** The sums. */
  void sum(SparseRow row, double[] sums) {
    System.arraycopy(weights, weights.length - margins, sums, 0, margins);
    for (int k = 0; k < row.columns().length; k++) {
      int at = row.columns()[k] * margins;
      double value = row.values()[k];
      for (int m = 0; m < margins; m++) {
        sums[m] += value * weights[at + m];
      }
    }
  }

  /** Probabilities of the classes. */
  double[] probabilities(SparseRow row) {
    double[] sums = new double[margins];
    sum(row, sums);
    return loss.probabilities(sums);
  }
}
