package org.spiketrain.model.api;

import java.io.Serializable;
import java.util.List;
import org.spiketrain.model.frames.InputCoding;

/**
 * Input of a network.
 *
 * @param channels channels of the frames
 * @param ngramChannels how many of the first channels are those of n-grams up to length 1, 2 and so
 *     on; empty where the input is no letters
 * @param coding layout of the minibatches
 * @param sentence sizes of a sentence, where the network reads those
 */
public record NetworkInput(
    int channels, List<Integer> ngramChannels, InputCoding coding, SentenceSize sentence)
    implements Serializable {
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

  /** Copies the list. */
  public NetworkInput {
    ngramChannels = List.copyOf(ngramChannels);
  }

  /** Input that is neither letters nor sentences. */
  public static NetworkInput of(int channels, InputCoding coding) {
    return new NetworkInput(channels, List.of(), coding, SentenceSize.NONE);
  }

  /** Sentences. */
  public static NetworkInput ofSentences(int channels, SentenceSize sentence) {
    return new NetworkInput(channels, List.of(), InputCoding.DENSE, sentence);
  }
}
