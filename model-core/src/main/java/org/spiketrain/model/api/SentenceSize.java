package org.spiketrain.model.api;

import java.io.Serializable;

/**
 * Sizes of the sentences that a network reads.
 *
 * @param words words of a sentence, padding included; 0 where the input is no sentences
 * @param vocabulary words that have rates
 * @param dimensions rates a word
 */
public record SentenceSize(int words, int vocabulary, int dimensions) implements Serializable {
  /** No sentences. */
  public static final SentenceSize NONE = new SentenceSize(0, 0, 0);
}
