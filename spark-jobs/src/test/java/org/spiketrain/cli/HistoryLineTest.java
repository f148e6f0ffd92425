package org.spiketrain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.spiketrain.results.HistoryRow;
import org.spiketrain.results.HistoryRow.SplitScores;

class HistoryLineTest {
  private static final SplitScores TRAINING = new SplitScores(1.5, 0.25);
  private static final SplitScores EVALUATION = new SplitScores(1.25, 0.375);

  @Test
  void showsLossAndAccuracyOfEachSplitThatIsEvaluated() {
    SplitScores watched = new SplitScores(1.75, 0.125);

    assertThat(Results.line(row(EVALUATION, watched)))
        .isEqualTo(
            "      3,200 examples, epoch 0.50, round 25, 7 s: training loss 1.5000, accuracy"
                + " 0.2500; evaluation loss 1.2500, accuracy 0.3750; watched loss 1.7500, accuracy"
                + " 0.1250, learning rate 1.00e-04");
    assertThat(Results.line(row(EVALUATION, SplitScores.NONE)))
        .contains("; evaluation loss 1.2500, accuracy 0.3750, learning rate")
        .doesNotContain("watched");
  }

  @Test
  void showsTheAnswersBehindAllElse() {
    HistoryRow row =
        new HistoryRow(6, 1, 1, 0, TRAINING, EVALUATION, SplitScores.NONE, 0.1, "ihello");

    assertThat(Results.line(row)).endsWith("learning rate 1.00e-01, answers: ihello");
  }

  private static HistoryRow row(SplitScores evaluation, SplitScores watched) {
    return new HistoryRow(3200, 0.5, 25, 7, TRAINING, evaluation, watched, 1e-4);
  }
}
