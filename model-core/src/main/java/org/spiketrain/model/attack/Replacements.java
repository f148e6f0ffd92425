package org.spiketrain.model.attack;

import java.util.List;

/** The words that an attack may replace another one with. */
public interface Replacements {
  /**
   * Returns whether a word may be replaced at all: a quick look, before its candidates are asked
   * for.
   */
  boolean concerns(Word word);

  /**
   * Candidates for the replacement of a word, the least conspicuous first; nothing of the word's
   * own number. The same word has the same candidates wherever it stands.
   */
  List<Word> candidates(Word word);
}
