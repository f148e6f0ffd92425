package org.spiketrain.model.neuron;

import org.spiketrain.model.api.CellRow;
import org.spiketrain.model.api.NeuronCell;
import org.spiketrain.model.api.Spec;

/**
 * Non-spiking leaky integrator: the membrane potential itself is the output, {@code h_t = beta
 * h_{t-1} + z_t} with {@code z = W_ih x_t + b_ih}. With beta 0 it passes its input current on.
 *
 * @param beta decay of the membrane potential from step to step, in [0, 1]
 */
public record IntegratorCell(float beta) implements NeuronCell {
  /** The output is the state. */
  @Override
  public boolean isFeedForward() {
    return beta == 0;
  }

  @Override
  public boolean isLeaking() {
    return beta > 0 && beta < 1;
  }

  @Override
  public boolean isSpiking() {
    return false;
  }

  @Override
  public void forward(CellRow row, int hiddenSize) {
    float[] z = row.z[0];
    float[] before = row.hiddenBefore;
    float[] h = row.hidden;
    for (int j = 0; j < hiddenSize; j++) {
      h[j] = beta * before[j] + z[j];
    }
  }

  @Override
  public void backward(CellRow row, int hiddenSize) {
    float[] gradHidden = row.gradHidden;
    System.arraycopy(gradHidden, 0, row.gradZ[0], 0, hiddenSize);
    for (int j = 0; j < hiddenSize; j++) {
      gradHidden[j] *= beta;
    }
  }

  @Override
  public String spec() {
    return beta == 0 ? Spec.of("linear").toString() : Spec.of("integrator", beta).toString();
  }
}
