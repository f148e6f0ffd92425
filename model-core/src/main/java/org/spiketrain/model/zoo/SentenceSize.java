package org.spiketrain.model.zoo;

import java.io.Serializable;
import org.spiketrain.model.encode.SentenceInput;

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

  /** Sizes of an input. */
  public static SentenceSize of(SentenceInput input) {
    return new SentenceSize(input.words(), input.rates().words(), input.rates().dimensions());
  }
}
