package org.spiketrain.model.neuron;

import org.spiketrain.model.api.CellRow;
import org.spiketrain.model.api.SurrogateGradient;
import org.spiketrain.model.api.VectorMath;

/**
 * Membrane and adaptation of adaptive leaky neurons, which differ in what their decays are made of:
 *
 * <pre>
 *   w_t = beta w_{t-1} + a u_{t-1} + b s_{t-1}
 *   u_t = alpha (u_{t-1} - threshold s_{t-1}) + (1 - alpha) (z_t - w_t)
 *   s_t = 1 where u_t &gt; threshold
 * </pre>
 *
 * <p>Gradients pass through s_{t-1} in the reset and in the adaptation as well. States: u, w. A
 * neuron that has them lists alpha, beta, a, b and the threshold as its first parameters, in this
 * order.
 */
final class AdaptiveMembrane {
  static final int STATES = 2;
  static final int ALPHA = 0;
  static final int BETA = 1;
  static final int COUPLING = 2;
  static final int JUMP = 3;
  static final int THRESHOLD = 4;

  private static final int U = 0;
  private static final int W = 1;

  private AdaptiveMembrane() {}

  /** One step of the neurons; see {@link org.spiketrain.model.api.NeuronCell#forward}. */
  static void forward(SurrogateGradient surrogate, CellRow row, int n) {
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

  /** One step back; see {@link org.spiketrain.model.api.NeuronCell#backward}. */
  static void backward(SurrogateGradient surrogate, CellRow row, int n) {
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
}
