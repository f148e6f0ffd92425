package org.spiketrain.data.text;

import java.util.Comparator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/** Counts the words of sentences. */
public final class Vocabulary {
  private static final Comparator<Tuple2<String, Long>> FREQUENT_FIRST =
      Comparator.<Tuple2<String, Long>>comparingLong(Tuple2::_2)
          .reversed()
          .thenComparing(Tuple2::_1);

  private Vocabulary() {}

  /**
   * The words that occur often enough, the most frequent first, those that are equally frequent by
   * {@link String#compareTo}. The result does not depend on the partitions.
   *
   * @param minimum least number of occurrences, at least 1
   * @param limit most words, 0 for no limit
   */
  public static List<String> count(JavaRDD<List<String>> sentences, int minimum, int limit) {
    long least = minimum;
    return sentences
        .flatMap(List::iterator)
        .mapToPair(word -> new Tuple2<>(word, 1L))
        .reduceByKey(Long::sum)
        .filter(counted -> counted._2() >= least)
        .collect()
        .stream()
        .sorted(FREQUENT_FIRST)
        .limit(limit == 0 ? Long.MAX_VALUE : limit)
        .map(Tuple2::_1)
        .toList();
  }
}
