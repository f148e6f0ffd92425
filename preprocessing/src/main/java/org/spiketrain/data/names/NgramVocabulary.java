package org.spiketrain.data.names;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.spiketrain.model.encode.LetterEncoder;
import org.spiketrain.model.encode.Ngrams;
import scala.Tuple2;

/** Counts the n-grams of the names that train. */
public final class NgramVocabulary {
  private NgramVocabulary() {}

  /**
   * The settings with the n-grams that occur at least {@code ngramMinimumCount} times, sorted, in
   * place of any vocabulary that was there. The result does not depend on the partitions.
   *
   * @param texts normalised names of the train split, in any order, duplicates counting each time
   */
  public static LetterEncoder.Settings count(
      JavaRDD<String> texts, LetterEncoder.Settings settings) {
    if (settings.ngrams() == 1) {
      return settings.withVocabulary(List.of());
    }
    long minimum = settings.ngramMinimumCount();
    List<String> frequent =
        texts
            .flatMap(text -> Ngrams.of(text, settings).iterator())
            .mapToPair(ngram -> new Tuple2<>(ngram, 1L))
            .reduceByKey(Long::sum)
            .filter(counted -> counted._2() >= minimum)
            .keys()
            .collect();
    return settings.withVocabulary(frequent.stream().sorted(Ngrams.ORDER).toList());
  }
}
