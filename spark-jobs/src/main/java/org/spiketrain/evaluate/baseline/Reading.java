package org.spiketrain.evaluate.baseline;

import org.spiketrain.data.Manifest;
import org.spiketrain.evaluate.baseline.LetterTerms.Edges;
import org.spiketrain.evaluate.baseline.LetterTerms.LetterCase;

/** What a baseline reads of the texts of frames. */
@FunctionalInterface
interface Reading {
  /** What titles call the terms of sentences. */
  String OF_SENTENCES = "1 and 2 words (Chinese: 1 to 3 characters)";

  /** The way that suits the corpus of the frames. */
  Way of(Manifest manifest);

  /**
   * A way to read.
   *
   * @param column column of the frames that has the texts
   * @param least in how many training texts a term must be for a linear model to know it
   */
  record Way(String column, Terms terms, long least) {}

  /** Names as the network sees them, without what it does not see. */
  static Reading names(int shortest, int longest, LetterCase letterCase, long least) {
    return manifest ->
        new Way("text", new LetterTerms(shortest, longest, letterCase, Edges.MARKED), least);
  }

  /** Sentences: the words that the frames were made of, or the characters of Chinese. */
  static Reading sentences() {
    return manifest ->
        manifest.corpus().hasSpaces()
            ? new Way("text", new WordTerms(2), 1)
            : new Way("original", new LetterTerms(1, 3, LetterCase.FOLDED, Edges.BARE), 2);
  }
}
