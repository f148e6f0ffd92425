package org.spiketrain.model.encode;

/**
 * Hashes that turn counters into random bits: the same number always gives the same bits, so that
 * any machine can draw any part of a sequence without the parts before it.
 */
public final class SplitMix64 {
  /** The golden ratio's odd step of SplitMix64 (Steele, Lea and Flood 2014). */
  public static final long STEP = 0x9E3779B97F4A7C15L;

  private SplitMix64() {}

  /** SplitMix64's finaliser, Stafford's variant 13: a permutation of the 64-bit numbers. */
  public static long mix(long bits) {
    long z = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** The hash of some numbers in their order. */
  public static long hash(int... numbers) {
    return hash(numbers, 0, numbers.length);
  }

  /** The hash of {@code numbers[from]} (inclusive) to {@code numbers[to]} (exclusive) alone. */
  public static long hash(int[] numbers, int from, int to) {
    long hash = mix(to - from + STEP);
    for (int k = from; k < to; k++) {
      hash = mix(hash + STEP + numbers[k]);
    }
    return hash;
  }
}
