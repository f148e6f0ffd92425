package org.spiketrain.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.spiketrain.model.compress.DeltaCode.Range;
import org.spiketrain.model.compress.DeltaCompressor;
import org.spiketrain.model.compress.DeltaForm;
import org.spiketrain.model.layer.Recomputation;
import org.spiketrain.train.Averaging.Contribution;
import org.spiketrain.train.RoundTask.RoundStart;
import org.spiketrain.train.TrainingSettings.Rounds;

class TrainingStateTest {
  private static final float[] AVERAGE = {1, 0.3f, -0.2f, 0.1f};
  private static final DeltaCompressor TERNARY =
      new DeltaCompressor(4, List.of(new Range(0, 4)), DeltaForm.TERNARY, 1);
  private static final Rounds ROUNDS =
      new Rounds(
          1, 1, RoundLengths.of(1), OuterStep.AVERAGE, Exchange.AVERAGED, 0, Recomputation.NONE);

  private final TrainingState state = new TrainingState();

  private void advanceTo(float[] average, RoundStart round) {
    Contribution all = new Contribution(new FloatVector(average), 1, 0, 0, 0);
    state.advance(all, round, ROUNDS, Optional.of(TERNARY));
  }

  private RoundStart round() {
    return new RoundStart(state, false, 1);
  }

  @Test
  void whatCoarseStepsLeaveOutIsTakenInTheLastRound() {
    state.parameters = new float[4];

    advanceTo(AVERAGE, round());
    assertThat(state.parameters).isNotEqualTo(AVERAGE);
    assertThat(state.step).isNotNull();

    // Workers that get no further.
    advanceTo(state.parameters.clone(), round().asClosing());
    assertThat(state.parameters).containsExactly(AVERAGE, within(1e-6f));
    assertThat(state.residual).isEmpty();
    assertThat(state.step).isNull();
  }
}
