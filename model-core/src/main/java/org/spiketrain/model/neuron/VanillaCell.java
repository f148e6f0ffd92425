package org.spiketrain.model.neuron;

import java.util.Arrays;
import org.spiketrain.model.api.CellRow;
import org.spiketrain.model.api.Spec;
import org.spiketrain.model.api.VectorMath;

/**
 * Vanilla RNN (Elman 1990) in PyTorch's convention: {@code h_t = act(W_ih x_t + b_ih + W_hh h_{t-1}
 * + b_hh)}.
 *
 * @param activation what stands for act
 */
public record VanillaCell(Activation activation) implements RecurrentCell.Artificial {
  /** Non-linearity of a vanilla RNN. */
  public enum Activation {
    TANH,
    RELU
  }

  @Override
  public void forward(CellRow row, int n) {
    float[] z = row.z[0];
    if (activation == Activation.TANH) {
      VectorMath.tanh(z, z, n);
    } else {
      for (int j = 0; j < n; j++) {
        z[j] = Math.max(0f, z[j]);
      }
    }
    System.arraycopy(z, 0, row.hidden, 0, n);
  }

  @Override
  public void backward(CellRow row, int n) {
    float[] h = row.z[0];
    float[] gradHidden = row.gradHidden;
    float[] gradZ = row.gradZ[0];
    if (activation == Activation.TANH) {
      for (int j = 0; j < n; j++) {
        gradZ[j] = gradHidden[j] * (1f - h[j] * h[j]);
      }
    } else {
      for (int j = 0; j < n; j++) {
        gradZ[j] = h[j] > 0f ? gradHidden[j] : 0f;
      }
    }
    Arrays.fill(gradHidden, 0, n, 0f);
  }

  @Override
  public String spec() {
    return Spec.of("rnn").with("activation", activation).toString();
  }
}
