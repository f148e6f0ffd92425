package org.spiketrain.model.neuron;

import org.spiketrain.model.api.CellRow;
import org.spiketrain.model.api.Spec;
import org.spiketrain.model.api.VectorMath;

/**
 * GRU (Cho et al. 2014) in PyTorch's convention. Gates in the order r, z, n; with {@code ih = W_ih
 * x_t + b_ih} and {@code hh = W_hh h_{t-1} + b_hh}:
 *
 * <pre>
 *   r = sigmoid(ih_r + hh_r),  z = sigmoid(ih_z + hh_z),  n = tanh(ih_n + r hh_n)
 *   h_t = (1 - z) n + z h_{t-1}
 * </pre>
 */
public record GruCell() implements RecurrentCell.Gru, RecurrentCell.Artificial {
  @Override
  public void forward(CellRow row, int n) {
    VectorMath.add(row.zRecurrent[R], row.z[R], n);
    VectorMath.add(row.zRecurrent[Z], row.z[Z], n);
    VectorMath.sigmoid(row.z[R], row.z[R], n);
    VectorMath.sigmoid(row.z[Z], row.z[Z], n);
    float[] candidate = row.z[N];
    VectorMath.addProduct(row.z[R], row.zRecurrent[N], candidate, n);
    VectorMath.tanh(candidate, candidate, n);
    RecurrentCell.Gru.nextHidden(row.z, row, n);
  }

  @Override
  public void backward(CellRow row, int n) {
    updateGate(row, n);
    resetGate(row, n);
  }

  private static void updateGate(CellRow row, int n) {
    float[] z = row.z[Z];
    float[] candidate = row.z[N];
    float[] before = row.hiddenBefore;
    float[] gradHidden = row.gradHidden;
    float[] gradZ = row.gradZ[Z];
    float[] gradN = row.gradZ[N];
    for (int j = 0; j < n; j++) {
      gradZ[j] = gradHidden[j] * (before[j] - candidate[j]) * z[j] * (1f - z[j]);
      gradN[j] = gradHidden[j] * (1f - z[j]) * (1f - candidate[j] * candidate[j]);
    }
    VectorMath.multiply(gradHidden, z, gradHidden, n);
    System.arraycopy(gradZ, 0, row.gradZRecurrent[Z], 0, n);
  }

  private static void resetGate(CellRow row, int n) {
    float[] r = row.z[R];
    float[] recurrent = row.zRecurrent[N];
    float[] gradR = row.gradZ[R];
    float[] gradN = row.gradZ[N];
    float[] gradRecurrent = row.gradZRecurrent[N];
    for (int j = 0; j < n; j++) {
      gradR[j] = gradN[j] * recurrent[j] * r[j] * (1f - r[j]);
      gradRecurrent[j] = gradN[j] * r[j];
    }
    System.arraycopy(gradR, 0, row.gradZRecurrent[R], 0, n);
  }

  @Override
  public String spec() {
    return Spec.of("gru").toString();
  }
}
