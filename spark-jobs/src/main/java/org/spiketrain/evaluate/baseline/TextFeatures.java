package org.spiketrain.evaluate.baseline;

import java.io.Serializable;

/** Turns texts into the numbers that a linear model weighs. */
@FunctionalInterface
interface TextFeatures extends Serializable {
  /** The numbers of a text, a column for each term. */
  SparseRow of(String text);

  /** Whether a text has a term, 1 or 0. */
  static TextFeatures presence(Terms terms, Vocabulary vocabulary) {
    return text -> vocabulary.counts(terms.of(text)).map((column, count) -> 1);
  }

  /**
   * Sublinear TF-IDF: {@code 1 + ln(count)} times the inverse document frequency, the whole of
   * Euclidean length 1.
   */
  static TextFeatures tfIdf(Terms terms, Vocabulary vocabulary) {
    double[] inverse = vocabulary.inverseFrequencies();
    return text ->
        vocabulary
            .counts(terms.of(text))
            .map((column, count) -> (1 + Math.log(count)) * inverse[column])
            .unit();
  }
}
