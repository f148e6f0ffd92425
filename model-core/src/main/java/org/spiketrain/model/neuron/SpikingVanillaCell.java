package org.spiketrain.model.neuron;

import java.util.Arrays;
import org.spiketrain.model.api.CellRow;
import org.spiketrain.model.api.Spec;
import org.spiketrain.model.api.SurrogateGradient;
import org.spiketrain.model.api.VectorMath;

/**
 * Spiking vanilla RNN of SpikingJelly: {@code h_t = Theta(W_ih x_t + b_ih + W_hh h_{t-1} + b_hh)}.
 *
 * @param surrogate surrogate of Theta
 */
public record SpikingVanillaCell(SurrogateGradient surrogate) implements RecurrentCell {
  @Override
  public void forward(CellRow row, int hiddenSize) {
    surrogate.spikes(row.z[0], row.hidden, hiddenSize);
  }

  @Override
  public void backward(CellRow row, int hiddenSize) {
    float[] gradZ = row.gradZ[0];
    float[] gradHidden = row.gradHidden;
    surrogate.derivative(row.z[0], gradZ, hiddenSize);
    VectorMath.multiply(gradZ, gradHidden, gradZ, hiddenSize);
    Arrays.fill(gradHidden, 0f);
  }

  @Override
  public String spec() {
    return Spec.of("spiking-rnn").with("surrogate", surrogate).toString();
  }
}
