package org.spiketrain.model.loss;

import java.util.Arrays;

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

  /** The mean of the softmax of several classifiers' scores [heads][classes], left as they are. */
  public static float[] mean(float[][] scores) {
    float[] mean = new float[scores[0].length];
    for (float[] ofHead : scores) {
      float[] softmax = ofHead.clone();
      of(softmax);
      for (int c = 0; c < mean.length; c++) {
        mean[c] += softmax[c] / scores.length;
      }
    }
    return mean;
  }

  /**
   * Logarithms of {@link #mean}, at most 0; of several classifiers with the precision of a double,
   * of one as {@link #logarithms(float[])} gives them.
   */
  public static double[] logarithms(float[][] scores) {
    if (scores.length == 1) {
      return logarithms(scores[0]);
    }
    double[] mean = new double[scores[0].length];
    for (float[] ofHead : scores) {
      double[] logarithms = logarithms(ofHead);
      for (int c = 0; c < mean.length; c++) {
        mean[c] += Math.exp(logarithms[c]) / scores.length;
      }
    }
    // Equal fractions of 1 may add up to a little more.
    Arrays.setAll(mean, c -> Math.min(0, Math.log(mean[c])));
    return mean;
  }
}
