package org.spiketrain.model.loss;

/** Softmax of class scores and its logarithm. */
public final class Softmax {
  private Softmax() {}

  /** Replaces scores by their softmax. */
  public static void of(float[] scores) {
    float largest = Float.NEGATIVE_INFINITY;
    for (float score : scores) {
      largest = Math.max(largest, score);
    }
    double sum = 0;
    for (int c = 0; c < scores.length; c++) {
      scores[c] = (float) Math.exp(scores[c] - largest);
      sum += scores[c];
    }
    for (int c = 0; c < scores.length; c++) {
      scores[c] = (float) (scores[c] / sum);
    }
  }

  /**
   * Logarithms of the softmax, which tell nearly sure answers apart where the softmax itself is
   * rounded to 1.
   *
   * @param scores any values, left as they are
   * @return [classes], at most 0
   */
  public static double[] logarithms(float[] scores) {
    int top = 0;
    for (int c = 1; c < scores.length; c++) {
      top = scores[c] > scores[top] ? c : top;
    }
    double others = 0;
    for (int c = 0; c < scores.length; c++) {
      others += c == top ? 0 : Math.exp((double) scores[c] - scores[top]);
    }
    double[] logarithms = new double[scores.length];
    for (int c = 0; c < scores.length; c++) {
      logarithms[c] = (double) scores[c] - scores[top] - Math.log1p(others);
    }
    return logarithms;
  }
}
