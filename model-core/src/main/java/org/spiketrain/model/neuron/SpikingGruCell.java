package org.spiketrain.model.neuron;

import org.spiketrain.model.api.CellRow;
import org.spiketrain.model.api.Spec;
import org.spiketrain.model.api.SurrogateGradient;

/**
 * Spiking GRU of SpikingJelly. Gates in the order r, z, n; with {@code ih = W_ih x_t + b_ih} and
 * {@code hh = W_hh h_{t-1} + b_hh}:
 *
 * <pre>
 *   r = Theta(ih_r + hh_r),  z = Theta(ih_z + hh_z),  n = Theta(ih_n + r hh_n)
 *   h_t = (1 - z) n + z h_{t-1}
 * </pre>
 *
 * @param gateSurrogate surrogate of r and z
 * @param candidateSurrogate surrogate of n
 */
public record SpikingGruCell(SurrogateGradient gateSurrogate, SurrogateGradient candidateSurrogate)
    implements RecurrentCell.Gru {
  @Override
  public void forward(CellRow row, int hiddenSize) {
    float[][] pre = row.scratch;
    gates(row, hiddenSize);
    gateSurrogate.spikes(pre[Z], pre[Z], hiddenSize);
    candidateSurrogate.spikes(pre[N], pre[N], hiddenSize);
    RecurrentCell.Gru.nextHidden(pre, row, hiddenSize);
  }

  @Override
  public void backward(CellRow row, int hiddenSize) {
    float[][] pre = row.scratch;
    gates(row, hiddenSize);
    gateSurrogate.derivative(pre[Z], row.gradZ[Z], hiddenSize);
    candidateSurrogate.derivative(pre[N], row.gradZ[N], hiddenSize);
    sum(row.z[R], row.zRecurrent[R], pre[R], hiddenSize);
    gateSurrogate.derivative(pre[R], row.gradZ[R], hiddenSize);
    gateSurrogate.spikes(pre[R], pre[R], hiddenSize);
    gateSurrogate.spikes(pre[Z], pre[Z], hiddenSize);
    candidateSurrogate.spikes(pre[N], pre[N], hiddenSize);
    updateGate(row, hiddenSize);
    resetGate(row, hiddenSize);
  }

  /** Leaves the spike of r and the pre-activations of z and n in the scratch rows. */
  private void gates(CellRow row, int hiddenSize) {
    float[] r = row.scratch[R];
    sum(row.z[R], row.zRecurrent[R], r, hiddenSize);
    gateSurrogate.spikes(r, r, hiddenSize);
    sum(row.z[Z], row.zRecurrent[Z], row.scratch[Z], hiddenSize);
    float[] n = row.scratch[N];
    float[] input = row.z[N];
    float[] recurrent = row.zRecurrent[N];
    for (int j = 0; j < hiddenSize; j++) {
      n[j] = input[j] + r[j] * recurrent[j];
    }
  }

  private static void sum(float[] a, float[] b, float[] target, int n) {
    for (int j = 0; j < n; j++) {
      target[j] = a[j] + b[j];
    }
  }

  private static void updateGate(CellRow row, int hiddenSize) {
    float[] z = row.scratch[Z];
    float[] n = row.scratch[N];
    float[] gradHidden = row.gradHidden;
    float[] gradZ = row.gradZ[Z];
    float[] gradN = row.gradZ[N];
    float[] before = row.hiddenBefore;
    for (int j = 0; j < hiddenSize; j++) {
      gradZ[j] *= gradHidden[j] * (before[j] - n[j]);
      gradN[j] *= gradHidden[j] * (1f - z[j]);
      gradHidden[j] *= z[j];
    }
  }

  private static void resetGate(CellRow row, int hiddenSize) {
    float[] r = row.scratch[R];
    float[] gradR = row.gradZ[R];
    float[] gradN = row.gradZ[N];
    float[] recurrentN = row.zRecurrent[N];
    float[] gradRecurrentN = row.gradZRecurrent[N];
    for (int j = 0; j < hiddenSize; j++) {
      gradR[j] *= gradN[j] * recurrentN[j];
      gradRecurrentN[j] = gradN[j] * r[j];
    }
    System.arraycopy(gradR, 0, row.gradZRecurrent[R], 0, hiddenSize);
    System.arraycopy(row.gradZ[Z], 0, row.gradZRecurrent[Z], 0, hiddenSize);
  }

  @Override
  public String spec() {
    return Spec.of("spiking-gru")
        .with("surrogate", gateSurrogate)
        .with("candidate", candidateSurrogate)
        .toString();
  }
}
