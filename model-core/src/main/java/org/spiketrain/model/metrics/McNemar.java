package org.spiketrain.model.metrics;

import java.io.Serializable;
import org.apache.commons.math3.special.Beta;

/**
 * McNemar's exact test of two classifiers on the same examples (McNemar 1947, "Note on the sampling
 * error of the difference between correlated proportions"): of the examples that only one of them
 * answers rightly, each would get half if they were equally good, so that what one gets is
 * binomial.
 *
 * @param onlyFirst examples that only the first answers rightly, at least 0
 * @param onlySecond examples that only the second answers rightly, at least 0
 */
public record McNemar(long onlyFirst, long onlySecond) implements Serializable {
  private static final double EITHER = 0.5;

  public McNemar {
    if (onlyFirst < 0 || onlySecond < 0) {
      throw new IllegalArgumentException(
          "%d and %d examples: expected at least 0".formatted(onlyFirst, onlySecond));
    }
  }

  /**
   * Probability that two equally good classifiers differ at least so much, in either direction: in
   * (0, 1], and 1 where they never differ.
   */
  public double twoSided() {
    return Math.min(1, 2 * atMost(Math.min(onlyFirst, onlySecond)));
  }

  /** Probability that the first, were it not better, is ahead by so many or more, in (0, 1]. */
  public double firstIsBetter() {
    return atMost(onlySecond);
  }

  /** Probability that the first, were it not worse, is behind by so many or more, in (0, 1]. */
  public double firstIsWorse() {
    return atMost(onlyFirst);
  }

  /** By the tail itself, as 1 less the other one is 0 long before the tail is. */
  private double atMost(long successes) {
    long trials = Math.addExact(onlyFirst, onlySecond);
    return successes == trials
        ? 1
        : Beta.regularizedBeta(EITHER, (double) (trials - successes), successes + 1.0);
  }
}
