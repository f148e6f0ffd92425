package org.spiketrain.model.metrics;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** Intervals of the {@link AnswerScores}, or of their differences. */
public record ScoreIntervals(Interval accuracy, Interval macroF1, Interval balancedAccuracy) {
  /**
   * 95 % intervals of the scores of a confusion matrix, by 1,000 draws of as many examples.
   *
   * @param classes number of classes; a column behind them is of examples without an answer
   * @param seed the same gives the same intervals
   */
  public static ScoreIntervals of(ConfusionMatrix confusion, int classes, long seed) {
    PairedAnswers withItself = new PairedAnswers(classes);
    for (int truth = 0; truth < classes; truth++) {
      for (int answer = 0; answer < confusion.classes(); answer++) {
        withItself.add(truth, answer, answer, confusion.count(truth, answer));
      }
    }
    return withItself.firstIntervals(seed);
  }

  /**
   * The 95 % interval of an accuracy of which nothing else is known, drawn as the others are.
   *
   * @param right how many answers are right, at most the examples
   * @param examples at least 1
   */
  public static Interval ofAccuracy(long right, long examples, long seed) {
    return Bootstrap.percentiles(
        Bootstrap.draws(
                new long[] {right, examples - right}, seed, drawn -> drawn[0] / (double) examples)
            .stream()
            .mapToDouble(Double::doubleValue)
            .toArray());
  }

  static ScoreIntervals of(List<AnswerScores> draws) {
    return new ScoreIntervals(
        interval(draws, AnswerScores::accuracy),
        interval(draws, AnswerScores::macroF1),
        interval(draws, AnswerScores::balancedAccuracy));
  }

  private static Interval interval(List<AnswerScores> draws, ToDoubleFunction<AnswerScores> score) {
    return Bootstrap.percentiles(draws.stream().mapToDouble(score).toArray());
  }
}
