package org.spiketrain.model.kernel;

import static org.spiketrain.model.golden.Close.assertClose;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spiketrain.model.api.NeuronCell;
import org.spiketrain.model.api.SurrogateGradient;
import org.spiketrain.model.golden.GoldenCase;
import org.spiketrain.model.neuron.SpikingGruCell;
import org.spiketrain.model.neuron.SpikingLstmCell;
import org.spiketrain.model.neuron.SpikingLstmCell.CellState;
import org.spiketrain.model.neuron.SpikingVanillaCell;

/** Every recurrent case of SpikingJelly, old and new: outputs, states and all gradients. */
class RecurrentGoldenTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "sjcd_lstm_1layer",
        "sjcd_lstm_1layer_two_surrogates",
        "sjcd_lstm_1layer_with_states",
        "sjcd_lstm_bidirectional",
        "sjcd_lstm_2layer_delayed",
        "sjcd_vanilla_rnn_1layer",
        "sjcd_gru_1layer",
        "sjab_lstm_1layer",
        "sjab_lstm_1layer_two_surrogates",
        "sjab_lstm_1layer_with_states",
        "sjab_lstm_2layer",
        "sjab_lstm_bidirectional",
        "sjab_lstm_2layer_bidirectional",
        "sjab_vanilla_rnn_1layer",
        "sjab_vanilla_rnn_2layer_bidirectional",
        "sjab_gru_1layer",
        "sjab_gru_2layer"
      })
  void outputsStatesAndGradientsEqualSpikingJellys(String name) {
    GoldenCase golden = GoldenCase.read(name);
    GoldenStack stack = new GoldenStack(golden, cell(golden, name), name.endsWith("delayed"));
    assertClose("output", stack.forward(), golden.values("output"));
    assertClose("grad.x", stack.backward(), golden.values("grad.x"));
    for (int l = 0; l < stack.layers(); l++) {
      for (int d = 0; d < stack.directions(); d++) {
        assertState(golden, stack, l, d);
        assertGradients(golden, stack, l, d);
      }
    }
  }

  private static NeuronCell cell(GoldenCase golden, String name) {
    SurrogateGradient one = surrogate(golden.parameter("surrogate1", "Erf(alpha=2)"));
    SurrogateGradient two = surrogate(golden.parameter("surrogate2", "Erf(alpha=2)"));
    if (name.contains("vanilla")) {
      return new SpikingVanillaCell(one);
    }
    if (name.contains("gru")) {
      return new SpikingGruCell(one, two);
    }
    CellState state = name.startsWith("sjab") ? CellState.CLIPPED : CellState.UNBOUNDED;
    return new SpikingLstmCell(one, two, state);
  }

  private static SurrogateGradient surrogate(String peer) {
    return SurrogateGradient.parse(peer.replace("alpha=", ""));
  }

  private static void assertState(GoldenCase golden, GoldenStack stack, int l, int d) {
    assertClose("h_n", stack.finalState(l, d).hidden(), stack.slice("h_n", l, d));
    if (golden.has("c_n")) {
      assertClose("c_n", stack.finalState(l, d).states()[0], stack.slice("c_n", l, d));
    }
    if (golden.has("h0")) {
      RecurrentState gradient = stack.initialGradient(l, d);
      assertClose("grad.h0", gradient.hidden(), stack.slice("grad.h0", l, d));
      assertClose("grad.c0", gradient.states()[0], stack.slice("grad.c0", l, d));
    }
  }

  private static void assertGradients(GoldenCase golden, GoldenStack stack, int l, int d) {
    for (String weight : new String[] {"ih.weight", "hh.weight"}) {
      String name = GoldenStack.name("grad.", l, d, weight);
      assertClose(name, stack.gradient(l, d, weight), golden.transposed(name));
    }
    for (String bias : new String[] {"ih.bias", "hh.bias"}) {
      String name = GoldenStack.name("grad.", l, d, bias);
      assertClose(name, stack.gradient(l, d, bias), golden.values(name));
    }
  }
}
