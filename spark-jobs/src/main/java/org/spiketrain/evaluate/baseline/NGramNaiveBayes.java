package org.spiketrain.evaluate.baseline;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Multinomial naive Bayes over n-grams, the class prior learnt from the training split. n-grams
 * that the training split does not have are left out of account.
 *
 * @param terms the n-grams
 * @param smoothing what is added to each count (Laplace)
 */
record NGramNaiveBayes(Terms terms, double smoothing) implements Serializable {
  /** What it learns of texts: numbers alone, so that it does not matter who has counted which. */
  final class Counts implements Serializable {
    private static final long serialVersionUID = 1L;

    /** By n-gram and class. */
    private final HashMap<String, int[]> ofGrams = new HashMap<>();

    private final long[] texts;
    private final long[] grams;

    Counts(int classes) {
      this.texts = new long[classes];
      this.grams = new long[classes];
    }

    Counts add(int label, String text) {
      texts[label]++;
      for (String gram : terms.of(text)) {
        ofGrams.computeIfAbsent(gram, first -> new int[texts.length])[label]++;
        grams[label]++;
      }
      return this;
    }

    Counts merge(Counts other) {
      other.ofGrams.forEach(
          (gram, counts) -> add(ofGrams.computeIfAbsent(gram, k -> new int[texts.length]), counts));
      for (int label = 0; label < texts.length; label++) {
        texts[label] += other.texts[label];
        grams[label] += other.grams[label];
      }
      return this;
    }

    private static void add(int[] sums, int[] counts) {
      for (int label = 0; label < sums.length; label++) {
        sums[label] += counts[label];
      }
    }

    /** Probabilities of the classes, 0 of those that no texts were counted of. */
    double[] probabilities(String text) {
      return Probabilities.softmax(scores(text));
    }

    /** Logarithms of what is proportional to the probabilities. */
    private double[] scores(String text) {
      double[] scores = new double[texts.length];
      double all = Arrays.stream(texts).sum();
      long met = Arrays.stream(texts).filter(count -> count > 0).count();
      Map<String, Integer> known = new HashMap<>();
      terms.of(text).stream()
          .filter(ofGrams::containsKey)
          .forEach(gram -> known.merge(gram, 1, Integer::sum));
      for (int label = 0; label < texts.length; label++) {
        if (texts[label] == 0) {
          scores[label] = Double.NEGATIVE_INFINITY;
          continue;
        }
        scores[label] = Math.log(texts[label] + smoothing) - Math.log(all + smoothing * met);
        double nothing = Math.log(grams[label] + smoothing * ofGrams.size());
        for (Map.Entry<String, Integer> one : known.entrySet()) {
          double seen = ofGrams.get(one.getKey())[label];
          scores[label] += one.getValue() * (Math.log(seen + smoothing) - nothing);
        }
      }
      return scores;
    }
  }
}
