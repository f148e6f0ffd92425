package org.spiketrain.evaluate.baseline;

/** Makes probabilities of what classifiers give. */
final class Probabilities {
  private Probabilities() {}

  /** The softmax of scores, of which one at least is finite; negative infinity gives 0. */
  static double[] softmax(double[] scores) {
    double largest = Double.NEGATIVE_INFINITY;
    for (double score : scores) {
      largest = Math.max(largest, score);
    }
    double[] parts = new double[scores.length];
    for (int c = 0; c < parts.length; c++) {
      parts[c] = Math.exp(scores[c] - largest);
    }
    return shares(parts);
  }

  /** The shares of numbers from 0 in their sum. */
  static double[] shares(double[] parts) {
    double sum = 0;
    for (double part : parts) {
      sum += part;
    }
    double[] shares = new double[parts.length];
    for (int c = 0; c < shares.length; c++) {
      shares[c] = parts[c] / sum;
    }
    return shares;
  }
}
