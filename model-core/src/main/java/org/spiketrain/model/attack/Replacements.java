package org.spiketrain.model.attack;

import java.util.List;

/** The words that an attack may put in the place of another one. */
public interface Replacements {
  /** Whether a word may be replaced at all: a quick look, before its candidates are asked for. */
  boolean concerns(Word word);

  /**
   * What may stand in the place of a word, the least conspicuous first; nothing of the word's own
   * number. The same word has the same candidates wherever it stands.
   */
  List<Word> candidates(Word word);
}
