package org.spiketrain.train;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.Serializable;

/**
 * Minibatches that each worker trains on between two averagings. While the parameters move fast,
 * workers soon are far apart; so rounds may begin short and grow (Lin et al. 2020, "Don't use large
 * mini-batches, use local SGD", average often first and rarely later).
 *
 * @param longest minibatches of the longest rounds, at least 1
 * @param growth factor from round to round, at least 1; 1 begins with the longest
 * @param warmup minibatches at the beginning that are averaged one by one, at least 0
 */
public record RoundLengths(
    @JsonProperty("averagingFrequency") int longest,
    @JsonProperty("averagingGrowth") double growth,
    @JsonProperty("averagingWarmup") int warmup)
    implements Serializable {

  /** Rounds of one length. */
  public static RoundLengths of(int minibatches) {
    return new RoundLengths(minibatches, 1, 0);
  }

  /**
   * Minibatches of a round, by its number alone, so that a resumed training has the same ones.
   *
   * @param round rounds before it
   */
  int minibatches(int round) {
    if (round < warmup) {
      return 1;
    }
    if (growth == 1) {
      return longest;
    }
    return (int) Math.min(longest, Math.round(Math.pow(growth, (double) round - warmup)));
  }
}
