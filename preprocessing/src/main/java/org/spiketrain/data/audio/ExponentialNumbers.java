package org.spiketrain.data.audio;

import java.util.SplittableRandom;

/**
 * Exponential random numbers of mean 1, some times as quick as by a logarithm: after each ln 2 half
 * of them are still to come, so coins say how many of these pass, and a table what of the last one
 * does, to 5e-7.
 */
final class ExponentialNumbers {
  private static final float HALF_LIFE = (float) Math.log(2);
  private static final int CELL_BITS = 9;
  private static final float[] WITHIN_HALF_LIFE = table();
  private static final int FRACTION_BITS = 24;
  private static final int COINS = Long.SIZE - CELL_BITS - FRACTION_BITS;

  private final SplittableRandom random;

  ExponentialNumbers(SplittableRandom random) {
    this.random = random;
  }

  private static float[] table() {
    int cells = 1 << CELL_BITS;
    float[] table = new float[cells + 1];
    for (int cell = 0; cell <= cells; cell++) {
      table[cell] = (float) -Math.log1p(-0.5 * cell / cells);
    }
    return table;
  }

  float next() {
    long bits = random.nextLong();
    int cell = (int) (bits >>> (Long.SIZE - CELL_BITS));
    int fraction = (int) (bits >>> COINS) & ((1 << FRACTION_BITS) - 1);
    int halfLives = Long.numberOfTrailingZeros(bits | (1L << COINS));
    float low = WITHIN_HALF_LIFE[cell];
    float high = WITHIN_HALF_LIFE[cell + 1];
    return halfLives * HALF_LIFE + low + (high - low) * (fraction * 0x1p-24f);
  }
}
