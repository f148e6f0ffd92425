package org.spiketrain.model.metrics;

import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * Scores of answers to examples whose classes are known; all 0 where there were no examples.
 *
 * @param accuracy fraction of right answers, in [0, 1]; an example without an answer is not right
 * @param macroF1 mean F1 of the classes that have an example or were an answer, as scikit-learn's
 *     {@code f1_score(average="macro")} has it, in [0, 1]
 * @param balancedAccuracy mean recall of the classes that have an example, as scikit-learn's {@code
 *     balanced_accuracy_score} has it, in [0, 1]
 */
public record AnswerScores(double accuracy, double macroF1, double balancedAccuracy) {
  /**
   * The scores of counts by class.
   *
   * @param examples how many are of each class
   * @param answers how often each class was the answer
   * @param right how many examples of each class were answered rightly
   */
  public static AnswerScores of(long[] examples, long[] answers, long[] right) {
    double f1 = 0;
    double recalls = 0;
    int seen = 0;
    int occurring = 0;
    for (int c = 0; c < examples.length; c++) {
      if (examples[c] + answers[c] > 0) {
        f1 += 2.0 * right[c] / (examples[c] + answers[c]);
        seen++;
      }
      if (examples[c] > 0) {
        recalls += (double) right[c] / examples[c];
        occurring++;
      }
    }
    return new AnswerScores(
        LongStream.of(right).sum() / (double) Math.max(1, LongStream.of(examples).sum()),
        f1 / Math.max(1, seen),
        recalls / Math.max(1, occurring));
  }

  /**
   * The scores of a confusion matrix.
   *
   * @param classes number of classes; a column behind them is of examples without an answer
   */
  public static AnswerScores of(ConfusionMatrix confusion, int classes) {
    long[] examples = new long[classes];
    long[] answers = new long[classes];
    long[] right = new long[classes];
    Arrays.setAll(examples, confusion::rowTotal);
    Arrays.setAll(answers, confusion::columnTotal);
    Arrays.setAll(right, c -> confusion.count(c, c));
    return of(examples, answers, right);
  }

  /** By how much they are above those of another. */
  public AnswerScores minus(AnswerScores other) {
    return new AnswerScores(
        accuracy - other.accuracy,
        macroF1 - other.macroF1,
        balancedAccuracy - other.balancedAccuracy);
  }
}
