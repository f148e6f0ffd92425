package org.spiketrain.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.spiketrain.plan.ClusterPlan.TrainingSize;
import org.spiketrain.plan.ClusterPlan.Trials;
import org.spiketrain.train.TrainingJob.RoundParts;

class ClusterPlanTest {
  private static final Offset<Double> ROUNDING = within(1e-9);
  private static final TrainingSize SIZE = new TrainingSize(64_000, 64, 8_000, Trials.NONE);

  /** A second a round, whatever it moves. */
  private static final RoundModel A_SECOND = new RoundModel(1, 0, 0, 0, 0);

  private static ClusterPlan on(int executors) {
    return ClusterPlan.of(
        A_SECOND, new ClusterShape(executors, 1, 1e9), SIZE, new RoundParts(0, 0, 0, 0.125));
  }

  @Test
  void averagesAsRarelyAsLetsWorkersTrainForFourFifthsOfARound() {
    ClusterPlan plan = on(2);

    assertThat(plan.frequency()).isEqualTo(32);
    assertThat(plan.trainingShare()).isCloseTo(0.8, ROUNDING);
    assertThat(plan.minibatches()).isEqualTo(500);
    assertThat(plan.rounds()).isEqualTo(16);
    assertThat(plan.seconds()).isCloseTo(62.5 + 16, ROUNDING);
    assertThat(plan.speedup()).isCloseTo(125 / 78.5, ROUNDING);
    assertThat(plan.isWorthwhile()).isTrue();
  }

  /** Each of a quarter of the 500 minibatches, which are 4 rounds. */
  @Test
  void trialsOfLearningRatesTakeTimeToo() {
    TrainingSize tried = new TrainingSize(64_000, 64, 8_000, new Trials(2, 16_000));
    ClusterPlan plan =
        ClusterPlan.of(
            A_SECOND, new ClusterShape(2, 1, 1e9), tried, new RoundParts(0, 0, 0, 0.125));

    assertThat(plan.minibatches()).isEqualTo(500);
    assertThat(plan.rounds()).isEqualTo(16);
    assertThat(plan.seconds()).isCloseTo(78.5 + 2 * (15.625 + 4), ROUNDING);
    assertThat(plan.speedup()).isCloseTo(1.5 * 125 / plan.seconds(), ROUNDING);
  }

  @Test
  void butAveragesAtLeastTwelveTimes() {
    ClusterPlan plan = on(8);

    assertThat(plan.minibatches()).isEqualTo(125);
    assertThat(plan.frequency()).isEqualTo(10);
    assertThat(plan.rounds()).isEqualTo(13);
    assertThat(plan.isThin()).isTrue();
    assertThat(plan.isWorthwhile()).isFalse();
  }

  /** Rounds of a second, of 0.2 at most in which anybody trains. */
  @Test
  void aClusterThatMostlyWaitsIsNotWorthwhile() {
    ClusterPlan plan =
        ClusterPlan.of(A_SECOND, new ClusterShape(2, 1, 1e9), SIZE, new RoundParts(0, 0, 0, 0.005));

    assertThat(plan.frequency()).isEqualTo(41);
    assertThat(plan.isThin()).isFalse();
    assertThat(plan.trainingShare()).isLessThan(0.2);
    assertThat(plan.isWorthwhile()).isFalse();
  }

  /** A byte of which takes the network a second. */
  @Test
  void theLastRoundTakesWhatItsOwnBytesTake() {
    RoundModel bytes = new RoundModel(0, 0, 0, 0, 0);
    ClusterShape cluster = new ClusterShape(1, 1, 8e-9);

    ClusterPlan coarse = ClusterPlan.of(bytes, cluster, SIZE, new RoundParts(9, 1, 1, 1));
    ClusterPlan told = ClusterPlan.of(bytes, cluster, SIZE, new RoundParts(9, 1, 5, 1));

    assertThat(told.rounds()).isEqualTo(coarse.rounds());
    assertThat(told.roundSeconds()).isEqualTo(coarse.roundSeconds());
    assertThat(told.seconds() - coarse.seconds()).isCloseTo(4, within(1e-6));
  }

  @Test
  void moreWorkersThanMinibatchesTrainOneEach() {
    ClusterPlan plan = on(5000);

    assertThat(plan.minibatches()).isOne();
    assertThat(plan.frequency()).isOne();
    assertThat(plan.rounds()).isOne();
  }
}
