package org.spiketrain.evaluate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Multinomial naive Bayes over character n-grams, the class prior learnt from the training split.
 * n-grams that the training split does not have are left out of account.
 *
 * @param shortest shortest n-gram, at least 1
 * @param smoothing what is added to each count (Laplace)
 */
record NGramNaiveBayes(int shortest, int longest, LetterCase letterCase, double smoothing)
    implements Serializable {
  // Control characters: no alphabet has them.
  private static final String BEGIN = "\u0002";
  private static final String END = "\u0003";

  enum LetterCase {
    KEPT,
    FOLDED
  }

  /** The n-grams of a name, repeated ones repeated, with a mark at either end of the name. */
  List<String> grams(String name) {
    String folded = letterCase == LetterCase.FOLDED ? name.toLowerCase(Locale.ROOT) : name;
    int[] letters = (BEGIN + folded + END).codePoints().toArray();
    List<String> grams = new ArrayList<>();
    for (int n = shortest; n <= longest; n++) {
      for (int from = 0; from + n <= letters.length; from++) {
        grams.add(new String(letters, from, n));
      }
    }
    return grams;
  }

  /** What it learns of names: numbers alone, so that it does not matter who has counted which. */
  final class Counts implements Serializable {
    private static final long serialVersionUID = 1L;

    /** By n-gram and class. */
    private final HashMap<String, int[]> ofGrams = new HashMap<>();

    private final long[] names;
    private final long[] grams;

    Counts(int classes) {
      this.names = new long[classes];
      this.grams = new long[classes];
    }

    void add(int label, String name) {
      names[label]++;
      for (String gram : grams(name)) {
        ofGrams.computeIfAbsent(gram, first -> new int[names.length])[label]++;
        grams[label]++;
      }
    }

    void merge(Counts other) {
      other.ofGrams.forEach(
          (gram, counts) -> add(ofGrams.computeIfAbsent(gram, k -> new int[names.length]), counts));
      for (int label = 0; label < names.length; label++) {
        names[label] += other.names[label];
        grams[label] += other.grams[label];
      }
    }

    private static void add(int[] sums, int[] counts) {
      for (int label = 0; label < sums.length; label++) {
        sums[label] += counts[label];
      }
    }

    /** The most probable class of those that names were counted of, of equal ones the lowest. */
    int predict(String name) {
      double[] scores = new double[names.length];
      double all = Arrays.stream(names).sum();
      long met = Arrays.stream(names).filter(count -> count > 0).count();
      Map<String, Integer> known = new HashMap<>();
      grams(name).stream()
          .filter(ofGrams::containsKey)
          .forEach(gram -> known.merge(gram, 1, Integer::sum));
      int best = -1;
      for (int label = 0; label < names.length; label++) {
        scores[label] = Math.log(names[label] + smoothing) - Math.log(all + smoothing * met);
        double nothing = Math.log(grams[label] + smoothing * ofGrams.size());
        for (Map.Entry<String, Integer> one : known.entrySet()) {
          double seen = ofGrams.get(one.getKey())[label];
          scores[label] += one.getValue() * (Math.log(seen + smoothing) - nothing);
        }
        if (names[label] > 0 && (best < 0 || scores[label] > scores[best])) {
          best = label;
        }
      }
      return best;
    }
  }
}
