package org.spiketrain.model.kernel;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Inverted dropout (Srivastava et al. 2014) of a pooled vector. */
public final class PooledDropout {
  /** Drops nothing. */
  public static final PooledDropout NONE = new PooledDropout(0, new SplittableRandom(0));

  private final double share;
  private final SplittableRandom random;

  private PooledDropout(double share, SplittableRandom random) {
    this.share = share;
    this.random = random;
  }

  /**
   * @param share fraction of the entries to drop, in [0, 1)
   * @param seed decides which
   */
  public static PooledDropout of(double share, long seed) {
    return new PooledDropout(share, new SplittableRandom(seed));
  }

  /** Draws the factor of each entry: 0 where it is dropped, 1 / (1 - share) where it stays. */
  void draw(float[] factors) {
    if (share == 0) {
      Arrays.fill(factors, 1f);
      return;
    }
    float kept = (float) (1 / (1 - share));
    for (int j = 0; j < factors.length; j++) {
      factors[j] = random.nextDouble() < share ? 0f : kept;
    }
  }
}
