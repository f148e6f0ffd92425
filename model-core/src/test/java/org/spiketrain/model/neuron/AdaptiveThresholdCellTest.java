package org.spiketrain.model.neuron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.api.CellRow;
import org.spiketrain.model.api.NeuronCell;
import org.spiketrain.model.api.NeuronParameter;
import org.spiketrain.model.api.NeuronParameter.Learning;

class AdaptiveThresholdCellTest {
  private static final int NEURONS = 1;

  /** Potential, further state and output after each step. */
  private static List<float[]> run(NeuronCell cell, float... currents) {
    CellRow row = CellRow.forInference(cell, NEURONS);
    for (int p = 0; p < row.parameter.length; p++) {
      row.parameter[p][0] = (float) cell.parameters().get(p).from();
    }
    List<float[]> steps = new ArrayList<>();
    for (float current : currents) {
      row.z[0][0] = current;
      cell.forward(row, NEURONS);
      steps.add(new float[] {row.state[0][0], row.state[row.state.length - 1][0], row.hidden[0]});
      row.advance();
    }
    return steps;
  }

  /** In double precision by Python, from the equations of Bellec et al. 2018 (see the class). */
  @Test
  void theThresholdRisesWithEachSpikeAndFallsBack() {
    List<float[]> steps =
        run(
            NeuronCell.parse("adaptive-threshold(beta = 0.8, rho = 0.9, strength = 1.5)"),
            0.7f,
            0.9f,
            1.3f,
            0.2f,
            2.5f,
            0.0f,
            1.1f,
            0.9f);
    float[][] expected = {
      {0.700000f, 0.000000f, 0},
      {1.460000f, 0.000000f, 1},
      {1.468000f, 0.100000f, 1},
      {0.224400f, 0.190000f, 0},
      {2.679520f, 0.171000f, 1},
      {0.887116f, 0.253900f, 0},
      {1.809693f, 0.228510f, 1},
      {1.004989f, 0.305659f, 0}
    };
    for (int t = 0; t < expected.length; t++) {
      assertThat(steps.get(t)).as("step %d", t).containsExactly(expected[t], within(1e-5f));
    }
  }

  @Test
  void withoutStrengthTheyAreLeakyNeurons() {
    float[] currents = new float[200];
    Random random = new Random(1);
    for (int t = 0; t < currents.length; t++) {
      currents[t] = random.nextFloat();
    }
    List<float[]> plain = run(NeuronCell.parse("leaky(beta = 0.8)"), currents);
    List<float[]> adaptive =
        run(NeuronCell.parse("adaptive-threshold(beta = 0.8, strength = 0)"), currents);
    int spikes = 0;
    for (int t = 0; t < currents.length; t++) {
      assertThat(adaptive.get(t)[0]).isEqualTo(plain.get(t)[0]);
      assertThat(adaptive.get(t)[2]).isEqualTo(plain.get(t)[2]);
      spikes += (int) plain.get(t)[2];
    }
    assertThat(spikes).isBetween(20, 180);
  }

  @Test
  void itsSpecificationMakesItAgain() {
    NeuronCell cell =
        NeuronCell.parse(
            "adaptive-threshold(beta = 0.7, learn-beta = per-neuron, rho = 0.9, learn-rho = shared,"
                + " strength = 2, learn-strength = shared, threshold = 0.5, recurrent = true,"
                + " surrogate = fast-sigmoid(10))");
    assertThat(NeuronCell.parse(cell.spec())).isEqualTo(cell);
    assertThat(cell.parameters())
        .extracting(NeuronParameter::learning)
        .containsExactly(Learning.PER_NEURON, Learning.SHARED, Learning.SHARED, Learning.FIXED);
    assertThat(cell.hasRecurrentWeights()).isTrue();
  }

  @Test
  void refusesWhatIsNoDecay() {
    assertThatThrownBy(() -> NeuronCell.parse("adaptive-threshold(rho = 200)"))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("rho = 200 is not a number from 0 to 1");
  }
}
