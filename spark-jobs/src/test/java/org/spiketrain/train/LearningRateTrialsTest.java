package org.spiketrain.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.spiketrain.results.HistoryRow.SplitScores;

class LearningRateTrialsTest {
  private static SplitScores ended(double loss, double accuracy) {
    return new SplitScores(loss, accuracy);
  }

  @Test
  void ratesAreReadInTheirOrder() {
    assertThat(LearningRateTrials.rates(" 1e-3,2e-4 , 0.01")).containsExactly(1e-3, 2e-4, 0.01);
    assertThat(LearningRateTrials.rates(" ")).isEmpty();
  }

  @Test
  void theBestAccuracyDecidesThenTheLossThenTheLowerRate() {
    assertThat(
            LearningRateTrials.best(
                Map.of(0.1, ended(0.9, 0.8), 0.2, ended(0.3, 0.7), 0.3, ended(0.2, 0.79))))
        .isEqualTo(0.1);
    assertThat(LearningRateTrials.best(Map.of(0.1, ended(0.9, 0.8), 0.2, ended(0.3, 0.8))))
        .isEqualTo(0.2);
    assertThat(LearningRateTrials.best(Map.of(0.1, ended(0.3, 0.8), 0.2, ended(0.3, 0.8))))
        .isEqualTo(0.1);
  }

  @Test
  void aTrialIsAShareOfTheTrainingAndEvaluatedAtItsEnd() {
    TrainingSettings whole = TinyTraining.settings(2, 160);
    TrainingSettings trial = new LearningRateTrials(List.of(0.5), 0.25).trial(whole, 0.5);

    assertThat(trial.course().examples()).isEqualTo(40);
    assertThat(trial.course().evaluations()).isOne();
    assertThat(trial.updater().learningRate().peak()).isEqualTo(0.5);
    assertThat(trial.rounds()).isEqualTo(whole.rounds());
    assertThat(trial.seed()).isEqualTo(whole.seed());
  }
}
