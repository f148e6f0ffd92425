package org.spiketrain.model.api;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.spiketrain.model.api.NeuronParameter.Learning;
import org.spiketrain.model.neuron.AdaptiveLeakyCell;
import org.spiketrain.model.neuron.AdaptiveThresholdCell;
import org.spiketrain.model.neuron.ComplexSilifCell;
import org.spiketrain.model.neuron.GruCell;
import org.spiketrain.model.neuron.IntegratorCell;
import org.spiketrain.model.neuron.LeakyCell;
import org.spiketrain.model.neuron.LeakyCell.Recurrence;
import org.spiketrain.model.neuron.LeakyCell.Reset;
import org.spiketrain.model.neuron.LowPassCell;
import org.spiketrain.model.neuron.LstmCell;
import org.spiketrain.model.neuron.SilifCell;
import org.spiketrain.model.neuron.SpikingGruCell;
import org.spiketrain.model.neuron.SpikingLstmCell;
import org.spiketrain.model.neuron.SpikingLstmCell.CellState;
import org.spiketrain.model.neuron.SpikingVanillaCell;

/** The public check agrees with the neurons that the kernels' own tests have checked. */
class GradientCheckTest {
  static Stream<NeuronCell> cells() {
    SurrogateGradient atan = GradientCheck.smooth("atan(2)");
    SurrogateGradient erf = GradientCheck.smooth("erf(1)");
    return Stream.of(
        new SpikingLstmCell(erf, atan, CellState.UNBOUNDED),
        new SpikingGruCell(atan, erf),
        new SpikingVanillaCell(erf),
        new IntegratorCell(0.7f),
        new LstmCell(),
        new GruCell(),
        new LeakyCell(
            erf,
            Reset.NONE,
            true,
            Recurrence.ONE_TO_ONE,
            true,
            1.5f,
            List.of(
                NeuronParameter.decay("beta", 0.9, Learning.FIXED),
                NeuronParameter.unbounded("threshold", 1, Learning.FIXED),
                NeuronParameter.decay("alpha", 0.9, Learning.FIXED),
                NeuronParameter.unbounded("V", 1, Learning.SHARED))),
        new AdaptiveLeakyCell(erf, true, 1),
        new AdaptiveThresholdCell(
            erf,
            true,
            List.of(
                NeuronParameter.decay("beta", 0.8, Learning.PER_NEURON),
                NeuronParameter.decay("rho", 0.7, Learning.SHARED),
                NeuronParameter.unbounded("strength", 1.5, Learning.SHARED),
                NeuronParameter.unbounded("threshold", 0.5, Learning.FIXED))),
        new SilifCell(erf, 0.8, 0.004),
        new ComplexSilifCell(atan, 0.8, 0.01, 0.5),
        new LowPassCell());
  }

  @ParameterizedTest
  @MethodSource("cells")
  void gradientsAreTheSlopes(NeuronCell cell) {
    GradientCheck.of(cell);
  }
}
