package org.spiketrain.data.text;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import org.spiketrain.model.encode.RateTable;

/**
 * From texts to the numbers of their words, as a network reads them that was trained on a corpus.
 * Safe for use by several threads.
 */
public final class WordIndex implements Serializable {
  private static final long serialVersionUID = 1L;

  private final TokenSettings tokens;
  private final HashMap<String, Integer> numbers = new HashMap<>();
  private final int maxWords;

  /**
   * @param tokens how the sentences of the corpus became words
   * @param vocabulary the words by number, the first one unknown
   * @param maxWords words after which a sentence is cut
   */
  public WordIndex(TokenSettings tokens, List<String> vocabulary, int maxWords) {
    this.tokens = tokens;
    this.maxWords = maxWords;
    for (int word = 0; word < vocabulary.size(); word++) {
      numbers.put(vocabulary.get(word), word);
    }
  }

  /** Number of words, with the unknown one. */
  public int vocabulary() {
    return numbers.size();
  }

  /** The words of a text, in their order; none if it has none. */
  public List<String> tokens(String text) {
    return new Tokenizer(tokens).words(text);
  }

  /** The numbers of the first words. */
  public int[] numbers(List<String> words) {
    return words.stream()
        .limit(maxWords)
        .mapToInt(word -> numbers.getOrDefault(word, RateTable.UNKNOWN))
        .toArray();
  }
}
