package org.spiketrain.model.attack;

import java.io.Serializable;
import java.util.List;

/** The words that an attack may replace another one with. */
public interface Replacements {
  /** Returns whether a word may be replaced at all: quicker than asking for its candidates. */
  boolean concerns(Word word);

  /**
   * Candidates for the replacement of a word, the least conspicuous first; nothing of the word's
   * own number. The same word has the same candidates wherever it stands.
   */
  List<Word> candidates(Word word);

  /**
   * A word of a sentence that is attacked.
   *
   * @param text how it is written
   * @param number its number in the vocabulary, {@link
   *     org.spiketrain.model.encode.RateTable#UNKNOWN} where it is not in it
   */
  public record Word(String text, int number) implements Serializable {}
}
