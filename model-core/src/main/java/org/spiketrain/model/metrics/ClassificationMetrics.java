package org.spiketrain.model.metrics;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Quality of a classifier on a set of examples.
 *
 * @param accuracy fraction of the examples whose most probable class was the true one, in [0, 1]
 * @param macroF1 mean of the F1 of the classes that occur, as scikit-learn's {@code
 *     f1_score(average="macro")} has it: over every class that has an example or was predicted at
 *     least once; in [0, 1]
 * @param top3Accuracy fraction of the examples whose true class was among the three most probable
 * @param examples number of examples
 * @param perClass one entry per class, in class order
 */
public record ClassificationMetrics(
    double accuracy,
    double macroF1,
    double top3Accuracy,
    long examples,
    List<ClassMetrics> perClass) {

  public ClassificationMetrics {
    perClass = List.copyOf(perClass);
  }

  /** Returns whether there are more classes than the three most probable. */
  public boolean hasTop3() {
    return perClass.size() > MetricsAccumulator.TOP;
  }

  /**
   * The metrics of what was counted; all 0 where nothing was.
   *
   * @param counts predictions, counted
   * @param classes names of the classes, in label order
   * @throws IllegalArgumentException if there is not one name per class
   */
  public static ClassificationMetrics of(MetricsAccumulator counts, List<String> classes) {
    ConfusionMatrix confusion = counts.confusion();
    if (classes.size() != confusion.classes()) {
      throw new IllegalArgumentException(
          "%d names for %d classes".formatted(classes.size(), confusion.classes()));
    }
    List<ClassMetrics> perClass =
        IntStream.range(0, classes.size())
            .mapToObj(c -> ClassMetrics.of(classes.get(c), confusion, c))
            .toList();
    double macroF1 =
        IntStream.range(0, classes.size())
            .filter(c -> confusion.rowTotal(c) + confusion.columnTotal(c) > 0)
            .mapToDouble(c -> perClass.get(c).f1())
            .average()
            .orElse(0);
    long examples = confusion.total();
    return new ClassificationMetrics(
        ClassMetrics.share(confusion.correct(), examples),
        macroF1,
        ClassMetrics.share(counts.inTopThree(), examples),
        examples,
        perClass);
  }

  /**
   * Quality of the recognition of one class. A value whose denominator is 0 is 0, as in
   * scikit-learn.
   *
   * @param name the class
   * @param precision fraction of the examples taken for this class that belong to it, in [0, 1]
   * @param recall fraction of this class's examples that were recognised, in [0, 1]
   * @param f1 harmonic mean of precision and recall, in [0, 1]
   * @param support number of examples of this class
   */
  public record ClassMetrics(
      @JsonProperty("class") String name,
      double precision,
      double recall,
      double f1,
      long support) {

    static ClassMetrics of(String name, ConfusionMatrix confusion, int index) {
      long hits = confusion.count(index, index);
      long support = confusion.rowTotal(index);
      long predicted = confusion.columnTotal(index);
      return new ClassMetrics(
          name,
          share(hits, predicted),
          share(hits, support),
          share(2 * hits, support + predicted),
          support);
    }

    static double share(long part, long whole) {
      return whole == 0 ? 0 : (double) part / whole;
    }
  }
}
