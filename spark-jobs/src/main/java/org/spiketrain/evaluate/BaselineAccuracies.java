package org.spiketrain.evaluate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/** Accuracies of simple classifiers on the same data. */
final class BaselineAccuracies {
  /** On the tutorial's split of the PyTorch names 0.656, on a stratified one (seed 1) 0.800. */
  private static final NGramNaiveBayes AS_WRITTEN = new NGramNaiveBayes(1, 3, LetterCase.KEPT, 1);

  /**
   * The strongest over both splits of a grid (looked up on the test names, which flatters it) over
   * n-gram range, case and smoothing: 0.766 on the tutorial's split, 0.817 on a stratified one.
   * Folding the case matters on the tutorial's split because its test names begin with other
   * capitals than its training names.
   */
  private static final NGramNaiveBayes CASE_FOLDED =
      new NGramNaiveBayes(2, 5, LetterCase.FOLDED, 0.5);

  private BaselineAccuracies() {}

  static Map<String, Double> ofLabels(Dataset<Row> train, Dataset<Row> test) {
    return Map.of("majority", majority(train, test));
  }

  /** Accuracies by baseline, in a report's order, of splits with {@code label} and {@code text}. */
  static Map<String, Double> ofNames(Dataset<Row> train, Dataset<Row> test) {
    Map<String, Double> accuracies = new LinkedHashMap<>(ofLabels(train, test));
    accuracies.put("ngramNaiveBayes", AS_WRITTEN.accuracy(train, test));
    accuracies.put("ngramNaiveBayesCaseFolded", CASE_FOLDED.accuracy(train, test));
    return accuracies;
  }

  /** Takes every row for one of the most frequent class of the training split. */
  static double majority(Dataset<Row> train, Dataset<Row> test) {
    Map<Integer, Long> members = labels(train);
    long most = Collections.max(members.values());
    int majority =
        members.keySet().stream()
            .filter(c -> members.get(c) == most)
            .sorted()
            .findFirst()
            .orElseThrow();
    Map<Integer, Long> tested = labels(test);
    return tested.getOrDefault(majority, 0L)
        / (double) tested.values().stream().mapToLong(Long::longValue).sum();
  }

  private static Map<Integer, Long> labels(Dataset<Row> rows) {
    return rows.select("label").javaRDD().map(row -> row.getInt(0)).countByValue();
  }

  enum LetterCase {
    KEPT,
    FOLDED
  }

  /**
   * Multinomial naive Bayes over character n-grams, the class prior learnt from the training split,
   * by the formulas of Spark ML's, whose pipelines of general stages take seconds for a few
   * thousand names. n-grams that the training split does not have are left out of account.
   *
   * @param shortest shortest n-gram, at least 1
   * @param smoothing what is added to each count (Laplace)
   */
  record NGramNaiveBayes(int shortest, int longest, LetterCase letterCase, double smoothing)
      implements Serializable {
    // Control characters: no alphabet has them.
    private static final String BEGIN = "\u0002";
    private static final String END = "\u0003";

    /** Accuracy of a classifier trained on one split and tested on another, which is not empty. */
    double accuracy(Dataset<Row> train, Dataset<Row> test) {
      Broadcast<GramCounts> counts =
          JavaSparkContext.fromSparkContext(train.javaRDD().context()).broadcast(counts(train));
      try {
        long[] hits =
            named(test)
                .map(
                    one ->
                        new long[] {counts.value().classOf(grams(one._2())) == one._1() ? 1 : 0, 1})
                .reduce((some, more) -> new long[] {some[0] + more[0], some[1] + more[1]});
        return hits[0] / (double) hits[1];
      } finally {
        counts.destroy();
      }
    }

    private static JavaRDD<Tuple2<Integer, String>> named(Dataset<Row> names) {
      return names
          .select("label", "text")
          .javaRDD()
          .map(row -> new Tuple2<>(row.getInt(0), row.getString(1)));
    }

    private GramCounts counts(Dataset<Row> train) {
      Map<Integer, Long> members = labels(train);
      List<Integer> classes = members.keySet().stream().sorted().toList();
      Map<String, int[]> counts = new HashMap<>();
      named(train)
          .flatMapToPair(
              one -> grams(one._2()).stream().map(gram -> new Tuple2<>(gram, one._1())).iterator())
          .mapToPair(gram -> new Tuple2<>(gram, 1))
          .reduceByKey(Integer::sum)
          .collect()
          .forEach(
              counted ->
                  counts
                          .computeIfAbsent(counted._1()._1(), gram -> new int[classes.size()])[
                          classes.indexOf(counted._1()._2())] =
                      counted._2());
      return new GramCounts(
          classes, classes.stream().map(members::get).toList(), counts, smoothing);
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
  }

  /** How often n-grams were met in each class, by the place of the class in {@code classes}. */
  private static final class GramCounts implements Serializable {
    private static final long serialVersionUID = 1L;

    private final List<Integer> classes;
    private final double[] priors;
    private final double[] denominators;
    private final Map<String, int[]> counts;
    private final double smoothing;

    GramCounts(
        List<Integer> classes, List<Long> members, Map<String, int[]> counts, double smoothing) {
      this.classes = List.copyOf(classes);
      this.counts = counts;
      this.smoothing = smoothing;
      this.priors = members.stream().mapToDouble(count -> Math.log(count + smoothing)).toArray();
      this.denominators = new double[classes.size()];
      counts.values().forEach(some -> add(denominators, some));
      Arrays.setAll(denominators, c -> Math.log(denominators[c] + counts.size() * smoothing));
    }

    private static void add(double[] sums, int... some) {
      Arrays.setAll(sums, c -> sums[c] + some[c]);
    }

    /** The most probable class, of equal ones the lowest. */
    int classOf(List<String> grams) {
      double[] scores = priors.clone();
      for (String gram : grams) {
        int[] met = counts.get(gram);
        if (met != null) {
          Arrays.setAll(scores, c -> scores[c] + Math.log(met[c] + smoothing) - denominators[c]);
        }
      }
      int best = 0;
      for (int c = 1; c < scores.length; c++) {
        best = scores[c] > scores[best] ? c : best;
      }
      return classes.get(best);
    }
  }
}
