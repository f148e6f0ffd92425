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
