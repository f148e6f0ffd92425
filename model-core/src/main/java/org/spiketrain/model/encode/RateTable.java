package org.spiketrain.model.encode;

import java.io.Serializable;
import java.util.List;

/**
 * The input rates of a vocabulary: of each word one rate a dimension, each the probability that the
 * input spikes in a time step. Word 0 stands for all words that are not in the vocabulary.
 *
 * @param dimensions rates a word, at least 1
 * @param rates [words][dimensions], row-major, each in [0, 1]; not to be changed once handed over
 */
@SuppressWarnings("ArrayRecordComponent") // Large, and never compared.
public record RateTable(int dimensions, float[] rates) implements Serializable {
  /** The word that stands for all that are not in the vocabulary. */
  public static final int UNKNOWN = 0;

  /**
   * @throws IllegalArgumentException if there is no word, or a rate is out of range
   */
  public RateTable {
    if (dimensions < 1 || rates.length == 0 || rates.length % dimensions != 0) {
      throw new IllegalArgumentException(
          "%d rates of %d dimensions: expected whole words".formatted(rates.length, dimensions));
    }
    for (int k = 0; k < rates.length; k++) {
      if (!(rates[k] >= 0 && rates[k] <= 1)) {
        throw new IllegalArgumentException(
            "rate %s of word %d: expected 0 to 1".formatted(rates[k], k / dimensions));
      }
    }
  }

  /** Number of words, with the unknown one. */
  public int words() {
    return rates.length / dimensions;
  }

  /**
   * Refuses words that these are not the rates of.
   *
   * @param vocabulary words by number, with the unknown one
   * @throws IllegalArgumentException if they are not as many
   */
  public void checkWords(List<String> vocabulary) {
    if (vocabulary.size() != words()) {
      throw new IllegalArgumentException(
          "%d words, but rates of %d".formatted(vocabulary.size(), words()));
    }
  }

  /** Copies the rates of a word, [dimensions], to {@code to} from {@code offset} on. */
  public void copyRates(int word, float[] to, int offset) {
    System.arraycopy(rates, word * dimensions, to, offset, dimensions);
  }
}
