package org.spiketrain.results;

import java.io.Serializable;
import java.util.List;

/**
 * The state of a training at one moment.
 *
 * @param examples examples trained on so far (the tutorial's episodes)
 * @param epoch passes over the training examples so far, 1.5 in the middle of the second one; NaN
 *     where an earlier version did not record it
 * @param round averaging rounds done so far
 * @param seconds wall-clock seconds since the training began, over all resumptions
 * @param training of the training examples since the row before, as the training saw them: with
 *     dropout and augmentation, each by the parameters of its moment
 * @param evaluation of the validation or test split; NaN where there is no such split
 * @param watched of the split that is recorded too and decides nothing; NaN where there is none
 * @param learningRate learning rate of the last update
 * @param answers what the network answers to the examples that are shown; empty where none are
 */
public record HistoryRow(
    long examples,
    double epoch,
    int round,
    double seconds,
    SplitScores training,
    SplitScores evaluation,
    SplitScores watched,
    double learningRate,
    String answers)
    implements Serializable {
  /** A row of a training that shows no answers. */
  public HistoryRow(
      long examples,
      double epoch,
      int round,
      double seconds,
      SplitScores training,
      SplitScores evaluation,
      SplitScores watched,
      double learningRate) {
    this(examples, epoch, round, seconds, training, evaluation, watched, learningRate, "");
  }

  /** Whole passes over the training examples that are over; 0 where that was not recorded. */
  public long wholeEpochs() {
    return (long) Math.floor(epoch);
  }

  /**
   * Examples trained on a second since an earlier row, or null for the beginning, evaluations
   * included; NaN where no time has passed.
   */
  public double speedSince(HistoryRow before) {
    double passed = before == null ? seconds : seconds - before.seconds;
    long more = before == null ? examples : examples - before.examples;
    return passed > 0 ? more / passed : Double.NaN;
  }

  /** In the order of the columns of {@code history.csv} that are there of every training. */
  List<?> fields() {
    return List.of(
        examples,
        epoch,
        round,
        seconds,
        training.loss(),
        training.accuracy(),
        evaluation.loss(),
        evaluation.accuracy(),
        watched.loss(),
        watched.accuracy(),
        learningRate);
  }

  /** The same at the end of an epoch, with the training's mean scores over all of it. */
  HistoryRow asEpoch(int number, SplitScores mean) {
    return new HistoryRow(
        examples, number, round, seconds, mean, evaluation, watched, learningRate, answers);
  }

  /**
   * Loss and accuracy of a network on a split.
   *
   * @param loss mean of the training's loss function over the examples, at least 0; NaN where it
   *     was not measured
   * @param accuracy fraction of the examples that are predicted rightly, in [0, 1]; NaN where it
   *     was not measured
   */
  public record SplitScores(double loss, double accuracy) implements Serializable {
    /** Of a split that is not there. */
    public static final SplitScores NONE = new SplitScores(Double.NaN, Double.NaN);
  }
}
