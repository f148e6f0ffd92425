package org.spiketrain.examples;

import java.util.List;
import org.spiketrain.model.api.CellRow;
import org.spiketrain.model.api.Factory;
import org.spiketrain.model.api.NeuronCell;
import org.spiketrain.model.api.NeuronProvider;
import org.spiketrain.model.api.Parameter;
import org.spiketrain.model.api.Range;
import org.spiketrain.model.api.Spec;
import org.spiketrain.model.api.SurrogateGradient;

/**
 * A resonate-and-fire neuron (Izhikevich 2001): its state turns by {@code angle} and decays by
 * {@code decay} each time step; it spikes where {@code x} exceeds 1.
 */
record ResonateAndFire(double angle, double decay) implements NeuronCell {
  private static final SurrogateGradient SURROGATE = SurrogateGradient.ofSnnTorch();
  private static final Parameter<Double> ANGLE =
      Parameter.number("angle", Range.between(0, Math.PI), "radians a time step").orElse(0.3);
  private static final Parameter<Double> DECAY =
      Parameter.number("decay", Range.between(0, 1), "factor a time step").orElse(0.9);

  /** Named in META-INF/services, so that network.stack knows {@code resonate(64, angle = 0.2)}. */
  public static final class Provider implements NeuronProvider {
    @Override
    public List<Factory<NeuronCell>> entries() {
      return List.of(
          Factory.of(
              "resonate",
              "Resonate-and-fire neurons (Izhikevich 2001).",
              arguments -> new ResonateAndFire(arguments.get(ANGLE), arguments.get(DECAY)),
              ANGLE,
              DECAY));
    }
  }

  @Override
  public int states() {
    return 2;
  }

  @Override
  public void forward(CellRow row, int n) {
    turn(row, row.state[0], row.state[1], n);
    for (int j = 0; j < n; j++) {
      row.hidden[j] = row.state[0][j] - 1;
    }
    SURROGATE.spikes(row.hidden, row.hidden, n);
  }

  /** The states after the step, of those before it and the weighted input. */
  private void turn(CellRow row, float[] x, float[] y, int n) {
    float cos = (float) (decay * Math.cos(angle));
    float sin = (float) (decay * Math.sin(angle));
    for (int j = 0; j < n; j++) {
      float before = row.stateBefore[0][j];
      x[j] = cos * before - sin * row.stateBefore[1][j] + row.z[0][j];
      y[j] = sin * before + cos * row.stateBefore[1][j];
    }
  }

  @Override
  public void backward(CellRow row, int n) {
    float cos = (float) (decay * Math.cos(angle));
    float sin = (float) (decay * Math.sin(angle));
    float[] slope = row.scratch[0];
    turn(row, slope, row.scratch[1], n);
    for (int j = 0; j < n; j++) {
      slope[j] -= 1;
    }
    SURROGATE.derivative(slope, slope, n);
    for (int j = 0; j < n; j++) {
      float byX = row.gradState[0][j] + row.gradHidden[j] * slope[j];
      float byY = row.gradState[1][j];
      row.gradZ[0][j] = byX;
      row.gradState[0][j] = cos * byX + sin * byY;
      row.gradState[1][j] = cos * byY - sin * byX;
      row.gradHidden[j] = 0;
    }
  }

  @Override
  public String spec() {
    return Spec.of("resonate").with("angle", angle).with("decay", decay).toString();
  }
}
