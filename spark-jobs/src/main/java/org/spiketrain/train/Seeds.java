package org.spiketrain.train;

/** Derives independent seeds from one seed and the coordinates of what is to be drawn. */
final class Seeds {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private Seeds() {}

  /** A seed for the given coordinates: the finaliser of SplitMix64, once per coordinate. */
  static long derive(long seed, long... coordinates) {
    long state = mix(seed + GOLDEN);
    for (long coordinate : coordinates) {
      state = mix(state ^ mix(coordinate + GOLDEN));
    }
    return state;
  }

  private static long mix(long z) {
    long x = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
    return x ^ (x >>> 31);
  }
}
