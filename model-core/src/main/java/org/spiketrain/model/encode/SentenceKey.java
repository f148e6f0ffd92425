package org.spiketrain.model.encode;

/**
 * The key under which a sentence draws its spikes: a hash of its words alone, so that it draws the
 * same ones in training, evaluation and scoring, wherever it stands and on any machine.
 */
public final class SentenceKey {
  private SentenceKey() {}

  /** The key of a sentence by the numbers of its words, in their order. */
  public static long of(int... words) {
    return of(words, 0, words.length);
  }

  /**
   * The key of the sentence that lies at {@code words[from]} (inclusive) to {@code words[to]}
   * (exclusive): that of the same words alone.
   */
  public static long of(int[] words, int from, int to) {
    long key = SplitMix64.mix(to - from + SplitMix64.STEP);
    for (int k = from; k < to; k++) {
      key = SplitMix64.mix(key + SplitMix64.STEP + words[k]);
    }
    return key;
  }
}
