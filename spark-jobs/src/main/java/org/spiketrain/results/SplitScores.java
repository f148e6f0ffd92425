package org.spiketrain.results;

/**
 * How a network does on a split.
 *
 * @param loss mean of the training's loss function over the examples, at least 0; NaN where it was
 *     not measured
 * @param accuracy share of the examples that are predicted rightly, in [0, 1]; NaN where it was not
 *     measured
 */
public record SplitScores(double loss, double accuracy) {
  /** Of a split that is not there. */
  public static final SplitScores NONE = new SplitScores(Double.NaN, Double.NaN);
}
