package org.spiketrain.model.neuron;

import org.spiketrain.model.api.CellRow;
import org.spiketrain.model.api.NeuronCell;
import org.spiketrain.model.api.Spec;

/**
 * Rectifier without state, {@code h_t = max(0, z_t)}: the artificial neuron whose value the firing
 * rate of a spiking one stands for after a conversion.
 */
public record ReluCell() implements NeuronCell {
  @Override
  public boolean isSpiking() {
    return false;
  }

  @Override
  public void forward(CellRow row, int n) {
    float[] z = row.z[0];
    float[] h = row.hidden;
    for (int j = 0; j < n; j++) {
      h[j] = Math.max(0f, z[j]);
    }
  }

  @Override
  public void backward(CellRow row, int n) {
    float[] z = row.z[0];
    float[] gradHidden = row.gradHidden;
    float[] gradZ = row.gradZ[0];
    for (int j = 0; j < n; j++) {
      gradZ[j] = z[j] > 0f ? gradHidden[j] : 0f;
      gradHidden[j] = 0f;
    }
  }

  @Override
  public String spec() {
    return Spec.of("relu").toString();
  }
}
