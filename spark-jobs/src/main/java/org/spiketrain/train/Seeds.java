package org.spiketrain.train;

import org.spiketrain.model.encode.SplitMix64;

/** Derives independent seeds from one seed and the coordinates of what is to be drawn. */
final class Seeds {
  private Seeds() {}

  /** A seed for the given coordinates: the finaliser of SplitMix64, once per coordinate. */
  static long derive(long seed, long... coordinates) {
    long state = SplitMix64.mix(seed + SplitMix64.STEP);
    for (long coordinate : coordinates) {
      state = SplitMix64.mix(state ^ SplitMix64.mix(coordinate + SplitMix64.STEP));
    }
    return state;
  }
}
