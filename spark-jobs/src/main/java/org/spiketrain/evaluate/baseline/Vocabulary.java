package org.spiketrain.evaluate.baseline;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/** The terms that a model knows: a column for each, and in how many texts it is. */
final class Vocabulary implements Serializable {
  private static final long serialVersionUID = 1L;

  private final HashMap<String, Integer> columns = new HashMap<>();
  private final long[] textsWith;
  private final long texts;

  /**
   * @param textsWith the terms, each with the number of texts that have it, in columns' order
   * @param texts number of all texts
   */
  Vocabulary(List<Tuple2<String, Long>> textsWith, long texts) {
    textsWith.forEach(term -> columns.put(term._1(), columns.size()));
    this.textsWith = textsWith.stream().mapToLong(Tuple2::_2).toArray();
    this.texts = texts;
  }

  /**
   * The terms of texts; it does not matter how the texts are spread.
   *
   * @param least in how many texts a term must be, at least 1
   * @param most most terms, those that are in most texts, of equal ones the lower by {@link
   *     String#compareTo}
   */
  static Vocabulary of(JavaRDD<String> texts, Terms terms, long least, int most) {
    List<Tuple2<String, Long>> counted =
        texts
            .flatMap(text -> new HashSet<>(terms.of(text)).iterator())
            .mapToPair(term -> new Tuple2<>(term, 1L))
            .reduceByKey(Long::sum)
            .filter(term -> term._2() >= least)
            .map(term -> term)
            .takeOrdered(most, new FrequentFirst());
    return new Vocabulary(counted, texts.count());
  }

  private static final class FrequentFirst
      implements Comparator<Tuple2<String, Long>>, Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public int compare(Tuple2<String, Long> one, Tuple2<String, Long> other) {
      int byCount = Long.compare(other._2(), one._2());
      return byCount == 0 ? one._1().compareTo(other._1()) : byCount;
    }
  }

  int size() {
    return textsWith.length;
  }

  /** How often a text has each term; terms that are not known are left out of account. */
  SparseRow counts(List<String> terms) {
    int[] found =
        terms.stream()
            .map(columns::get)
            .filter(Objects::nonNull)
            .mapToInt(k -> k)
            .sorted()
            .toArray();
    int[] distinct = IntStream.of(found).distinct().toArray();
    float[] counts = new float[distinct.length];
    int k = 0;
    for (int column : found) {
      k += distinct[k] == column ? 0 : 1;
      counts[k]++;
    }
    return new SparseRow(distinct, counts);
  }

  /**
   * Inverse document frequencies, as if one more text had every term: {@code ln((1 + n) / (1 + d))
   * + 1} for a term that d of n texts have, as scikit-learn's {@code TfidfTransformer} has it.
   */
  double[] inverseFrequencies() {
    return Arrays.stream(textsWith)
        .mapToDouble(d -> Math.log((1.0 + texts) / (1 + d)) + 1)
        .toArray();
  }
}
