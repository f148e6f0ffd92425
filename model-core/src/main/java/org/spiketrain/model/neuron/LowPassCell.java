package org.spiketrain.model.neuron;

import java.util.List;
import org.spiketrain.model.api.CellRow;
import org.spiketrain.model.api.NeuronCell;
import org.spiketrain.model.api.NeuronParameter;
import org.spiketrain.model.api.Spec;
import org.spiketrain.model.api.VectorMath;

/**
 * Leaky integrator without spikes whose decay every neuron learns, the readout of Bittar and Garner
 * 2022 ("A surrogate gradient spiking baseline for speech command recognition"): {@code u_t = alpha
 * u_{t-1} + (1 - alpha) z_t}, with alpha in [exp(-1/5), exp(-1/25)]. The membrane potential u is
 * the output. Neuron parameter: alpha.
 */
public record LowPassCell() implements NeuronCell {
  private static final int ALPHA = 0;

  /** The output is the state. */
  @Override
  public boolean isFeedForward() {
    return false;
  }

  @Override
  public boolean isSpiking() {
    return false;
  }

  @Override
  public List<NeuronParameter> parameters() {
    return List.of(NeuronParameter.drawn("alpha", Math.exp(-1 / 5.0), Math.exp(-1 / 25.0)));
  }

  @Override
  public void forward(CellRow row, int n) {
    float[] alpha = row.parameter[ALPHA];
    float[] before = row.hiddenBefore;
    float[] current = row.z[0];
    float[] u = row.hidden;
    for (int j = 0; j < n; j++) {
      u[j] = alpha[j] * before[j] + (1f - alpha[j]) * current[j];
    }
  }

  @Override
  public void backward(CellRow row, int n) {
    float[] alpha = row.parameter[ALPHA];
    float[] before = row.hiddenBefore;
    float[] current = row.z[0];
    float[] gradU = row.gradHidden;
    float[] gradAlpha = row.gradParameter[ALPHA];
    float[] gradCurrent = row.gradZ[0];
    for (int j = 0; j < n; j++) {
      gradAlpha[j] += gradU[j] * (before[j] - current[j]);
    }
    for (int j = 0; j < n; j++) {
      gradCurrent[j] = (1f - alpha[j]) * gradU[j];
    }
    VectorMath.multiply(gradU, alpha, gradU, n);
  }

  @Override
  public String spec() {
    return Spec.of("low-pass").toString();
  }
}
