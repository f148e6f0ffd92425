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
  /** Copies the list. */
  public NetworkInput {
    ngramChannels = List.copyOf(ngramChannels);
  }

  /** Input that is neither letters nor sentences. */
  public static NetworkInput of(int channels, InputCoding coding) {
    return new NetworkInput(channels, List.of(), coding, SentenceSize.NONE);
  }

  /** Letters and their n-grams. */
  public static NetworkInput ofNgrams(
      int channels, List<Integer> ngramChannels, InputCoding coding) {
    return new NetworkInput(channels, ngramChannels, coding, SentenceSize.NONE);
  }

  /** Sentences. */
  public static NetworkInput ofSentences(int channels, SentenceSize sentence) {
    return new NetworkInput(channels, List.of(), InputCoding.DENSE, sentence);
  }
}
