package org.spiketrain.model.attack;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.IntStream;
import org.spiketrain.model.attack.Replacements.Word;
import org.spiketrain.model.encode.RateTable;

/**
 * The words of a vocabulary that are nearest to each other by the cosine of their vectors. Words
 * without a letter or digit, stop words and the unknown word have no neighbours and are none. It
 * remembers the neighbours that it has looked for; safe for several threads.
 */
public final class SynonymIndex implements Replacements, Serializable {
  private static final long serialVersionUID = 1L;

  /** Below this a vector has no direction but that of rounding. */
  private static final double SHORTEST = 1e-6;

  private final ArrayList<String> words;
  private final Settings settings;
  private final int dimensions;

  /** [words][dimensions], of length 1 but for words that are left out. */
  private final float[] directions;

  private final boolean[] kept;

  private final ConcurrentMap<Integer, List<Word>> found = new ConcurrentHashMap<>();

  private SynonymIndex(List<String> words, Settings settings, int dimensions, float[] vectors) {
    this.words = new ArrayList<>(words);
    this.settings = settings;
    this.dimensions = dimensions;
    this.directions = vectors;
    this.kept = new boolean[words.size()];
    for (int w = 0; w < words.size(); w++) {
      normalise(w, w != RateTable.UNKNOWN && isWord(words.get(w)));
    }
  }

  /**
   * By the rates of the words, of which the mean over all words is taken: what is left points where
   * the vectors pointed that they were made of.
   *
   * @param words the words by number, the first one unknown
   * @param rates their rates, of as many words
   */
  public static SynonymIndex ofRates(List<String> words, RateTable rates, Settings settings) {
    int dimensions = rates.dimensions();
    double[] mean = new double[dimensions];
    float[] vectors = rates.rates().clone();
    for (int k = dimensions; k < vectors.length; k++) {
      mean[k % dimensions] += vectors[k];
    }
    int known = Math.max(1, rates.words() - 1);
    for (int k = 0; k < vectors.length; k++) {
      vectors[k] -= (float) (mean[k % dimensions] / known);
    }
    return new SynonymIndex(words, settings, dimensions, vectors);
  }

  /**
   * By vectors from elsewhere.
   *
   * @param words the words by number, the first one unknown
   * @param vectors [dimensions] of some of them; the others have no neighbours
   */
  public static SynonymIndex ofVectors(
      List<String> words, int dimensions, Map<String, float[]> vectors, Settings settings) {
    float[] all = new float[words.size() * dimensions];
    for (int w = 0; w < words.size(); w++) {
      float[] vector = vectors.get(words.get(w));
      if (vector != null) {
        System.arraycopy(vector, 0, all, w * dimensions, dimensions);
      }
    }
    return new SynonymIndex(words, settings, dimensions, all);
  }

  private boolean isWord(String text) {
    return text.codePoints().anyMatch(Character::isLetterOrDigit)
        && !settings.stopWords().contains(text.toLowerCase(Locale.ROOT));
  }

  private void normalise(int word, boolean wanted) {
    int from = word * dimensions;
    double length = wanted ? Math.sqrt(product(from, from)) : 0;
    kept[word] = length >= SHORTEST;
    for (int k = from; k < from + dimensions && kept[word]; k++) {
      directions[k] = (float) (directions[k] / length);
    }
  }

  private float product(int a, int b) {
    float sum = 0;
    for (int d = 0; d < dimensions; d++) {
      sum += directions[a + d] * directions[b + d];
    }
    return sum;
  }

  @Override
  public boolean concerns(Word word) {
    return kept[word.number()];
  }

  @Override
  public List<Word> candidates(Word word) {
    return found.computeIfAbsent(word.number(), this::nearest);
  }

  /** The nearest first; of words that are as near the one with the lower number. */
  private List<Word> nearest(int word) {
    if (!kept[word]) {
      return List.of();
    }
    return IntStream.range(0, words.size())
        .filter(other -> other != word && kept[other])
        .mapToObj(other -> new Neighbour(other, product(word * dimensions, other * dimensions)))
        .filter(neighbour -> neighbour.similarity() >= settings.minimumSimilarity())
        .sorted(Comparator.comparingDouble(Neighbour::similarity).reversed())
        .limit(settings.most())
        .map(neighbour -> new Word(words.get(neighbour.word()), neighbour.word()))
        .toList();
  }

  private record Neighbour(int word, float similarity) {}

  /**
   * Conditions under which words may replace each other.
   *
   * @param most candidates of a word, at least 1
   * @param minimumSimilarity least cosine of their vectors, in [-1, 1]
   * @param stopWords words that are neither replaced nor put in
   */
  public record Settings(int most, double minimumSimilarity, Set<String> stopWords)
      implements Serializable {
    public Settings {
      stopWords = Set.copyOf(stopWords);
    }
  }
}
