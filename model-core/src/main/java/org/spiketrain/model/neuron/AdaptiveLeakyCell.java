package org.spiketrain.model.neuron;

import java.util.List;
import org.spiketrain.model.api.CellRow;
import org.spiketrain.model.api.NeuronCell;
import org.spiketrain.model.api.NeuronParameter;
import org.spiketrain.model.api.NeuronParameter.Learning;
import org.spiketrain.model.api.Spec;
import org.spiketrain.model.api.SurrogateGradient;
import org.spiketrain.model.api.VectorMath;

/**
 * Adaptive leaky integrate-and-fire neuron of Bittar and Garner 2022 ("A surrogate gradient spiking
 * baseline for speech command recognition"), with or without recurrence, with a threshold of its
 * own. With the input current {@code I = W x_t + b (+ V s_{t-1} + b')}:
 *
 * <pre>
 *   w_t = beta w_{t-1} + a u_{t-1} + b s_{t-1}
 *   u_t = alpha (u_{t-1} - threshold s_{t-1}) + (1 - alpha) (I - w_t)
 *   s_t = 1 where u_t &gt; threshold
 * </pre>
 *
 * <p>Every neuron learns its own decays and its own adaptation, from the ranges of the paper: alpha
 * in [exp(-1/5), exp(-1/25)], beta in [exp(-1/30), exp(-1/120)], a in [-1, 1], b in [0, 2].
 *
 * <p>Gradients pass through s_{t-1} in the reset and in the adaptation as well. States: u, w.
 * Neuron parameters: alpha, beta, a, b, threshold.
 *
 * @param surrogate surrogate of the spike function
 * @param recurrent whether spikes go back to all neurons by weights
 * @param threshold threshold, the same of all neurons and fixed
 */
public record AdaptiveLeakyCell(SurrogateGradient surrogate, boolean recurrent, double threshold)
    implements NeuronCell {
  private static final int ALPHA = 0;
  private static final int BETA = 1;
  private static final int COUPLING = 2;
  private static final int JUMP = 3;
  private static final int THRESHOLD = 4;
  private static final int U = 0;
  private static final int W = 1;

  @Override
  public boolean hasRecurrentWeights() {
    return recurrent;
  }

  /** Spikes act on their own neuron's states in the next step. */
  @Override
  public boolean isFeedForward() {
    return false;
  }

  @Override
  public int states() {
    return 2;
  }

  @Override
  public List<NeuronParameter> parameters() {
    return List.of(
        NeuronParameter.drawn("alpha", Math.exp(-1 / 5.0), Math.exp(-1 / 25.0)),
        NeuronParameter.drawn("beta", Math.exp(-1 / 30.0), Math.exp(-1 / 120.0)),
        NeuronParameter.drawn("a", -1, 1),
        NeuronParameter.drawn("jump", 0, 2),
        NeuronParameter.unbounded("threshold", threshold, Learning.FIXED));
  }

  @Override
  public void forward(CellRow row, int n) {
    adapt(row, row.state[W], n);
    integrate(row, row.state[W], row.state[U], n);
    VectorMath.subtract(row.state[U], row.parameter[THRESHOLD], row.hidden, n);
    surrogate.strictSpikes(row.hidden, row.hidden, n);
  }

  private static void adapt(CellRow row, float[] w, int n) {
    float[] beta = row.parameter[BETA];
    float[] a = row.parameter[COUPLING];
    float[] b = row.parameter[JUMP];
    float[] wBefore = row.stateBefore[W];
    float[] uBefore = row.stateBefore[U];
    float[] spikes = row.hiddenBefore;
    for (int j = 0; j < n; j++) {
      w[j] = beta[j] * wBefore[j] + a[j] * uBefore[j] + b[j] * spikes[j];
    }
  }

  private static void integrate(CellRow row, float[] w, float[] u, int n) {
    float[] alpha = row.parameter[ALPHA];
    float[] threshold = row.parameter[THRESHOLD];
    float[] uBefore = row.stateBefore[U];
    float[] spikes = row.hiddenBefore;
    float[] current = row.z[0];
    for (int j = 0; j < n; j++) {
      float kept = uBefore[j] - threshold[j] * spikes[j];
      u[j] = alpha[j] * kept + (1f - alpha[j]) * (current[j] - w[j]);
    }
  }

  @Override
  public void backward(CellRow row, int n) {
    float[] w = row.scratch[0];
    float[] u = row.scratch[1];
    float[] slope = row.scratch[2];
    adapt(row, w, n);
    integrate(row, w, u, n);
    VectorMath.subtract(u, row.parameter[THRESHOLD], slope, n);
    surrogate.derivative(slope, slope, n);
    backThroughSpike(row, slope, n);
    backThroughMembrane(row, w, n);
    backThroughAdaptation(row, n);
  }

  private static void backThroughSpike(CellRow row, float[] slope, int n) {
    float[] gradHidden = row.gradHidden;
    float[] gradU = row.gradState[U];
    float[] gradThreshold = row.gradParameter[THRESHOLD];
    for (int j = 0; j < n; j++) {
      float grad = gradHidden[j] * slope[j];
      gradU[j] += grad;
      gradThreshold[j] -= grad;
    }
  }

  private static void backThroughMembrane(CellRow row, float[] w, int n) {
    float[] alpha = row.parameter[ALPHA];
    float[] threshold = row.parameter[THRESHOLD];
    float[] uBefore = row.stateBefore[U];
    float[] spikes = row.hiddenBefore;
    float[] current = row.z[0];
    float[] gradU = row.gradState[U];
    float[] gradW = row.gradState[W];
    float[] gradCurrent = row.gradZ[0];
    float[] gradHidden = row.gradHidden;
    float[] gradAlpha = row.gradParameter[ALPHA];
    float[] gradThreshold = row.gradParameter[THRESHOLD];
    for (int j = 0; j < n; j++) {
      float kept = uBefore[j] - threshold[j] * spikes[j];
      gradAlpha[j] += gradU[j] * (kept - (current[j] - w[j]));
    }
    for (int j = 0; j < n; j++) {
      gradCurrent[j] = (1f - alpha[j]) * gradU[j];
      gradW[j] -= gradCurrent[j];
    }
    for (int j = 0; j < n; j++) {
      gradU[j] *= alpha[j];
      gradThreshold[j] -= gradU[j] * spikes[j];
      gradHidden[j] = -threshold[j] * gradU[j];
    }
  }

  private static void backThroughAdaptation(CellRow row, int n) {
    float[] gradW = row.gradState[W];
    VectorMath.addProduct(row.stateBefore[W], gradW, row.gradParameter[BETA], n);
    VectorMath.addProduct(row.hiddenBefore, gradW, row.gradParameter[JUMP], n);
    VectorMath.addProduct(row.stateBefore[U], gradW, row.gradParameter[COUPLING], n);
    VectorMath.addProduct(row.parameter[COUPLING], gradW, row.gradState[U], n);
    VectorMath.addProduct(row.parameter[JUMP], gradW, row.gradHidden, n);
    VectorMath.multiply(gradW, row.parameter[BETA], gradW, n);
  }

  @Override
  public String spec() {
    return Spec.of("adaptive-leaky")
        .with("recurrent", recurrent)
        .with("threshold", threshold)
        .with("surrogate", surrogate)
        .toString();
  }
}
