package org.spiketrain.model.attack;

import java.io.Serializable;

/**
 * Limit on how much of a sentence an attack may change.
 *
 * @param share fraction of its words, in (0, 1]
 */
public record AttackBudget(double share) implements Serializable {
  /** Fractions such as 0.29 are a little less than they look: 0.29 of 100 words are 29. */
  private static final double ROUNDING = 1e-9;

  /**
   * @throws IllegalArgumentException if the fraction is out of range
   */
  public AttackBudget {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("share %s: expected a number in (0, 1]".formatted(share));
    }
  }

  /** Words of a sentence of {@code length} words that may be changed: rounded down, at least 1. */
  public int words(int length) {
    return Math.max(1, (int) Math.floor(share * length + ROUNDING));
  }
}
