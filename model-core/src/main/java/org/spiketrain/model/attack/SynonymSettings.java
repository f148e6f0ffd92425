package org.spiketrain.model.attack;

import java.io.Serializable;
import java.util.Set;

/**
 * Conditions under which words may replace each other.
 *
 * @param most candidates of a word, at least 1
 * @param minimumSimilarity least cosine of their vectors, in [-1, 1]
 * @param stopWords words that are neither replaced nor put in
 */
public record SynonymSettings(int most, double minimumSimilarity, Set<String> stopWords)
    implements Serializable {
  public SynonymSettings {
    stopWords = Set.copyOf(stopWords);
  }
}
