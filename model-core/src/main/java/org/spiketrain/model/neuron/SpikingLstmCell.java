package org.spiketrain.model.neuron;

import java.util.Arrays;
import org.spiketrain.model.api.CellRow;
import org.spiketrain.model.api.Spec;
import org.spiketrain.model.api.SurrogateGradient;
import org.spiketrain.model.api.VectorMath;

/**
 * Spiking LSTM of SpikingJelly (after Lotfi Rezaabad and Vishwanath 2020, "Long short-term memory
 * spiking networks and their applications"). Gates in the order i, f, g, o, all of them spikes:
 *
 * <pre>
 *   i, f, g, o = Theta(z),  z = W_ih x_t + b_ih + W_hh h_{t-1} + b_hh
 *   c_t = f c_{t-1} + i g      (clipped: c_t = min(c_t, 1), the gradient passing straight through)
 *   h_t = o c_t
 * </pre>
 *
 * @param gateSurrogate surrogate of i, f and o
 * @param candidateSurrogate surrogate of g
 * @param cellState whether c counts without bound (SpikingJelly up to 0.0.0.0.12) or is clipped to
 *     1, so that h is a spike (its successor)
 */
public record SpikingLstmCell(
    SurrogateGradient gateSurrogate, SurrogateGradient candidateSurrogate, CellState cellState)
    implements RecurrentCell.Lstm {

  /** Treatment of a cell state above 1. */
  public enum CellState {
    UNBOUNDED,
    CLIPPED
  }

  @Override
  public void forward(CellRow row, int hiddenSize) {
    float[][] gate = spikes(row, hiddenSize);
    nextState(gate, row, hiddenSize);
    VectorMath.multiply(gate[O], row.state[0], row.hidden, hiddenSize);
  }

  @Override
  public void backward(CellRow row, int hiddenSize) {
    float[][] gate = spikes(row, hiddenSize);
    nextState(gate, row, hiddenSize);
    gateSurrogate.derivative(row.z[I], row.gradZ[I], hiddenSize);
    gateSurrogate.derivative(row.z[F], row.gradZ[F], hiddenSize);
    candidateSurrogate.derivative(row.z[G], row.gradZ[G], hiddenSize);
    gateSurrogate.derivative(row.z[O], row.gradZ[O], hiddenSize);
    float[] gradCell = row.gradState[0];
    multiply(row.gradZ[O], row.gradHidden, row.state[0], hiddenSize);
    VectorMath.addProduct(row.gradHidden, gate[O], gradCell, hiddenSize);
    Arrays.fill(row.gradHidden, 0f);
    multiply(row.gradZ[I], gradCell, gate[G], hiddenSize);
    multiply(row.gradZ[G], gradCell, gate[I], hiddenSize);
    multiply(row.gradZ[F], gradCell, row.stateBefore[0], hiddenSize);
    VectorMath.multiply(gradCell, gate[F], gradCell, hiddenSize);
  }

  private float[][] spikes(CellRow row, int n) {
    gateSurrogate.spikes(row.z[I], row.scratch[I], n);
    gateSurrogate.spikes(row.z[F], row.scratch[F], n);
    candidateSurrogate.spikes(row.z[G], row.scratch[G], n);
    gateSurrogate.spikes(row.z[O], row.scratch[O], n);
    return row.scratch;
  }

  private void nextState(float[][] gate, CellRow row, int n) {
    RecurrentCell.Lstm.nextState(gate, row, n);
    float[] c = row.state[0];
    if (cellState == CellState.CLIPPED) {
      for (int j = 0; j < n; j++) {
        c[j] = Math.min(c[j], 1f);
      }
    }
  }

  /** {@code target *= a b}. */
  private static void multiply(float[] target, float[] a, float[] b, int n) {
    for (int j = 0; j < n; j++) {
      target[j] *= a[j] * b[j];
    }
  }

  @Override
  public String spec() {
    return Spec.of("spiking-lstm")
        .with("surrogate", gateSurrogate)
        .with("candidate", candidateSurrogate)
        .with("cell-state", cellState)
        .toString();
  }
}
