package org.spiketrain.model.stranger;

import java.util.List;
import org.spiketrain.model.api.CellRow;
import org.spiketrain.model.api.Factory;
import org.spiketrain.model.api.NeuronCell;
import org.spiketrain.model.api.NeuronParameter;
import org.spiketrain.model.api.NeuronParameter.Learning;
import org.spiketrain.model.api.NeuronProvider;
import org.spiketrain.model.api.Parameter;
import org.spiketrain.model.api.Range;
import org.spiketrain.model.api.Spec;
import org.spiketrain.model.api.SurrogateGradient;

/** A neuron from outside the library, as the documentation of {@link NeuronCell} shows it. */
public final class StrangersNeurons implements NeuronProvider {
  /** Quadratic neuron {@code v_t = v_{t-1} + (z_t - v_{t-1}^2) / tau} with a learned threshold. */
  record Quadratic(double tau, SurrogateGradient surrogate) implements NeuronCell {
    static final Parameter<Double> TAU =
        Parameter.number("tau", Range.from(1), "time constant in time steps").orElse(2.0);
    static final Parameter<SurrogateGradient> SURROGATE =
        Parameter.plugged("surrogate", SurrogateGradient.REGISTRY, "surrogate of the spikes")
            .orElse(SurrogateGradient.standard());

    @Override
    public int states() {
      return 1;
    }

    @Override
    public List<NeuronParameter> parameters() {
      return List.of(NeuronParameter.unbounded("threshold", 0.5, Learning.PER_NEURON));
    }

    @Override
    public void forward(CellRow row, int n) {
      overThreshold(row, row.state[0], row.hidden, n);
      surrogate.spikes(row.hidden, row.hidden, n);
    }

    private void overThreshold(CellRow row, float[] v, float[] over, int n) {
      for (int j = 0; j < n; j++) {
        float before = row.stateBefore[0][j];
        v[j] = before + (row.z[0][j] - before * before) / (float) tau;
        over[j] = v[j] - row.parameter[0][j];
      }
    }

    @Override
    public void backward(CellRow row, int n) {
      float[] slope = row.scratch[0];
      overThreshold(row, row.scratch[1], slope, n);
      surrogate.derivative(slope, slope, n);
      for (int j = 0; j < n; j++) {
        float bySpike = row.gradHidden[j] * slope[j];
        float byV = row.gradState[0][j] + bySpike;
        row.gradParameter[0][j] -= bySpike;
        row.gradZ[0][j] = byV / (float) tau;
        row.gradState[0][j] = byV * (1 - 2 * row.stateBefore[0][j] / (float) tau);
        row.gradHidden[j] = 0;
      }
    }

    @Override
    public String spec() {
      return Spec.of("quadratic").with("tau", tau).with("surrogate", surrogate).toString();
    }
  }

  @Override
  public List<Factory<NeuronCell>> entries() {
    return List.of(
        Factory.of(
            "quadratic",
            "Quadratic neurons.",
            a -> new Quadratic(a.get(Quadratic.TAU), a.get(Quadratic.SURROGATE)),
            Quadratic.TAU,
            Quadratic.SURROGATE));
  }
}
