package org.spiketrain.evaluate.baseline;

/** How many terms linear models have, so that the driver can hold them while they are fitted. */
final class TermLimit {
  private static final int MOST = 1 << 18;
  private static final int MOST_WEIGHTS = 1 << 21;

  private TermLimit() {}

  /** The most terms for so many classes. */
  static int of(int classes) {
    return Math.max(1, Math.min(MOST, MOST_WEIGHTS / classes));
  }
}
