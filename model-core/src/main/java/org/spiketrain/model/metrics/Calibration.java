package org.spiketrain.model.metrics;

import java.util.List;

/**
 * How far the confidence of answers is from how often they are right (Guo et al. 2017, "On
 * calibration of modern neural networks").
 *
 * @param expectedError expected calibration error: mean distance of the bins' accuracies from their
 *     mean confidences, weighted by their examples; in [0, 1], 0 where there are no examples
 * @param bins of confidence, of equal width, from 0 to 1
 */
public record Calibration(double expectedError, List<Bin> bins) {
  /**
   * Answers of a confidence above {@code from} up to {@code to}.
   *
   * @param examples how many there are
   * @param confidence their mean confidence, 0 where there are none
   * @param accuracy fraction of them that are right, 0 where there are none
   */
  public record Bin(double from, double to, long examples, double confidence, double accuracy) {
    /** By how much they are more confident than right; negative where less. */
    public double gap() {
      return confidence - accuracy;
    }
  }

  public Calibration {
    bins = List.copyOf(bins);
  }

  static Calibration of(List<Bin> bins) {
    double all = Math.max(1, bins.stream().mapToLong(Bin::examples).sum());
    double error = 0;
    for (Bin bin : bins) {
      error += bin.examples / all * Math.abs(bin.gap());
    }
    return new Calibration(error, bins);
  }
}
