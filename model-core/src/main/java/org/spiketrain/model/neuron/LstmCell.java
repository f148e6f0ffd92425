package org.spiketrain.model.neuron;

import java.util.Arrays;
import org.spiketrain.model.api.CellRow;
import org.spiketrain.model.api.Spec;
import org.spiketrain.model.api.VectorMath;

/**
 * LSTM without peepholes (Hochreiter and Schmidhuber 1997, with the forget gate of Gers 2000), in
 * PyTorch's convention. Gates in the order i, f, g, o:
 *
 * <pre>
 *   i, f, o = sigmoid(z),  g = tanh(z),  z = W_ih x_t + b_ih + W_hh h_{t-1} + b_hh
 *   c_t = f c_{t-1} + i g
 *   h_t = o tanh(c_t)
 * </pre>
 */
public record LstmCell() implements RecurrentCell.Lstm, RecurrentCell.Artificial {
  @Override
  public void forward(CellRow row, int n) {
    VectorMath.sigmoid(row.z[I], row.z[I], n);
    VectorMath.sigmoid(row.z[F], row.z[F], n);
    VectorMath.tanh(row.z[G], row.z[G], n);
    VectorMath.sigmoid(row.z[O], row.z[O], n);
    RecurrentCell.Lstm.nextState(row.z, row, n);
    VectorMath.tanh(row.state[0], row.hidden, n);
    VectorMath.multiply(row.hidden, row.z[O], row.hidden, n);
  }

  @Override
  public void backward(CellRow row, int n) {
    RecurrentCell.Lstm.nextState(row.z, row, n);
    float[] tanhC = row.scratch[0];
    VectorMath.tanh(row.state[0], tanhC, n);
    outputGate(row, tanhC, n);
    inputGates(row, n);
    Arrays.fill(row.gradHidden, 0, n, 0f);
  }

  private static void outputGate(CellRow row, float[] tanhC, int n) {
    float[] gradHidden = row.gradHidden;
    float[] gradC = row.gradState[0];
    float[] gradO = row.gradZ[O];
    float[] o = row.z[O];
    for (int j = 0; j < n; j++) {
      gradC[j] += gradHidden[j] * o[j] * (1f - tanhC[j] * tanhC[j]);
      gradO[j] = gradHidden[j] * tanhC[j] * o[j] * (1f - o[j]);
    }
  }

  private static void inputGates(CellRow row, int n) {
    float[] i = row.z[I];
    float[] f = row.z[F];
    float[] g = row.z[G];
    float[] before = row.stateBefore[0];
    float[] gradC = row.gradState[0];
    float[] gradI = row.gradZ[I];
    float[] gradF = row.gradZ[F];
    float[] gradG = row.gradZ[G];
    for (int j = 0; j < n; j++) {
      gradI[j] = gradC[j] * g[j] * i[j] * (1f - i[j]);
      gradG[j] = gradC[j] * i[j] * (1f - g[j] * g[j]);
    }
    for (int j = 0; j < n; j++) {
      gradF[j] = gradC[j] * before[j] * f[j] * (1f - f[j]);
      gradC[j] *= f[j];
    }
  }

  @Override
  public String spec() {
    return Spec.of("lstm").toString();
  }
}
