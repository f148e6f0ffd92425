package org.spiketrain.train;

/**
 * How the activations of an artificial network become firing rates.
 *
 * @param by what their ranges are told from
 * @param quantile share of the sentences whose largest activation is within its range, in (0, 1];
 *     where the ranges are told from data
 */
public record RangeSource(By by, double quantile) {
  /** What ranges are told from. */
  public enum By {
    /** Training sentences. */
    DATA,
    /** The weights alone, as bounds. */
    WEIGHTS,
    /** Nothing: weights go over as they are. */
    NONE
  }
}
