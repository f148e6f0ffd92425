package org.spiketrain.model.zoo;

import java.util.List;
import org.spiketrain.model.encode.SentenceInput;

/**
 * Parts of a model of sentences besides its network.
 *
 * @param vocabulary its words by number; the first, the unknown one, is empty
 * @param input how their numbers become the network's input
 */
public record Sentences(List<String> vocabulary, SentenceInput input) {
  public Sentences {
    vocabulary = List.copyOf(vocabulary);
    input.rates().checkWords(vocabulary);
  }
}
