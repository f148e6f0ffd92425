package org.spiketrain.model.metrics;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Quality of a classifier on a set of examples.
 *
 * @param scores accuracy, macro F1 and balanced accuracy
 * @param top3Accuracy fraction of the examples whose true class was among the three most probable
 *     and that have an answer
 * @param examples number of examples
 * @param answered number of examples that have an answer: all, unless improbable ones are none
 * @param calibration how confident the answers are, those too that are none
 * @param perClass one entry per class, in class order
 */
public record ClassificationMetrics(
    AnswerScores scores,
    double top3Accuracy,
    long examples,
    long answered,
    Calibration calibration,
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
    int none = classes.size();
    if (confusion.classes() != none && confusion.classes() != none + 1) {
      throw new IllegalArgumentException(
          "%d names for %d classes".formatted(classes.size(), confusion.classes()));
    }
    List<ClassMetrics> perClass =
        IntStream.range(0, classes.size())
            .mapToObj(c -> ClassMetrics.of(classes.get(c), confusion, c))
            .toList();
    long examples = confusion.total();
    return new ClassificationMetrics(
        AnswerScores.of(confusion, classes.size()),
        ClassMetrics.share(counts.inTopThree(), examples),
        examples,
        confusion.classes() == none ? examples : examples - confusion.columnTotal(none),
        counts.calibration(),
        perClass);
  }

  /** Fraction of right answers, in [0, 1]; an example without an answer is not right. */
  public double accuracy() {
    return scores.accuracy();
  }

  /** Mean F1 of the classes that occur or were an answer, in [0, 1]. */
  public double macroF1() {
    return scores.macroF1();
  }

  /** Fraction of the examples that have an answer, in [0, 1]. */
  public double coverage() {
    return ClassMetrics.share(answered, examples);
  }

  /** Fraction of the answers that are right, in [0, 1]; 0 where there are none. */
  public double accuracyOfAnswered() {
    return answered == 0 ? 0 : scores.accuracy() * examples / answered;
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
