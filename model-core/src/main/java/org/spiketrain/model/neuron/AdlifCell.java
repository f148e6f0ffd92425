package org.spiketrain.model.neuron;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.spiketrain.model.api.CellRow;
import org.spiketrain.model.api.NeuronCell;
import org.spiketrain.model.api.NeuronParameter;
import org.spiketrain.model.api.NeuronParameter.Learning;
import org.spiketrain.model.api.Spec;
import org.spiketrain.model.api.SurrogateGradient;
import org.spiketrain.model.api.VectorMath;

/**
 * Adaptive leaky neurons of Baronig, Ferrand, Sabathiel and Legenstein 2025 ("Advancing
 * spatio-temporal processing through adaptation in spiking neural networks", Nature
 * Communications), whose two differential equations are made discrete in either of two ways. With
 * the input current {@code I = W x_t + b (+ V s_{t-1} + b')}:
 *
 * <pre>
 *   v_t = alpha u_{t-1} + (1 - alpha) (I - w_{t-1})
 *   s_t = 1 where v_t &gt; threshold
 *   u_t = v_t (1 - s_t)
 *   w_t = beta w_{t-1} + (1 - beta) strength (a u_t + b s_t)           symplectic: SE-adLIF
 *   w_t = beta w_{t-1} + (1 - beta) strength (a u_{t-1} + b s_{t-1})   forward: EF-adLIF
 * </pre>
 *
 * <p>In the symplectic scheme adaptation reads what the membrane has just become, so that the two
 * oscillate stably whatever their frequency. Every neuron learns its decays {@code alpha = exp(-1 /
 * tau)}, with tau drawn evenly from a range and learned as a place within it, from 0 to 1, as well
 * as a in [0, 1] and b in [0, 2].
 *
 * <p>Gradients pass through s_t in the adaptation, not in the reset. States: u, w; with {@code
 * output = membrane} u is handed out, which is 0 after a spike. Neuron parameters: tauU, tauW, a,
 * jump (b), threshold.
 *
 * @param surrogate surrogate of the spike function; slayer(5, 0.4) in the paper
 * @param recurrent whether spikes go back to all neurons by weights, as in the paper
 * @param scheme how time is made discrete
 * @param threshold threshold, the same of all neurons and fixed
 * @param strength factor of the adaptation, above 0; 120 in the paper
 * @param membrane range of the membrane's time constants in time steps
 * @param adaptation range of the adaptation's
 */
public record AdlifCell(
    SurrogateGradient surrogate,
    boolean recurrent,
    Scheme scheme,
    double threshold,
    double strength,
    Taus membrane,
    Taus adaptation)
    implements NeuronCell {
  private static final int ALPHA = 0;
  private static final int BETA = 1;
  private static final int COUPLING = 2;
  private static final int JUMP = 3;
  private static final int THRESHOLD = 4;
  private static final int U = 0;
  private static final int W = 1;

  /** Ways in which the equations are made discrete. */
  public enum Scheme {
    /** Symplectic Euler: SE-adLIF. */
    SYMPLECTIC,
    /** Euler forward: EF-adLIF. */
    FORWARD
  }

  /**
   * A range of time constants in time steps.
   *
   * @param least above 0
   * @param most at least as much
   */
  public record Taus(double least, double most) implements Serializable {
    private double at(double place) {
      return least + place * (most - least);
    }

    private float decay(float place) {
      return (float) Math.exp(-1 / at(place));
    }

    /** Slope of the decay by the place. */
    private double slope(float place) {
      double tau = at(place);
      return Math.exp(-1 / tau) * (most - least) / (tau * tau);
    }
  }

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
        NeuronParameter.drawn("tauU", 0, 1),
        NeuronParameter.drawn("tauW", 0, 1),
        NeuronParameter.drawn("a", 0, 1),
        NeuronParameter.drawn("jump", 0, 2),
        NeuronParameter.unbounded("threshold", threshold, Learning.FIXED));
  }

  /** Makes decays of the places of time constants. */
  @Override
  public void prepare(float[][] parameters, int n) {
    for (int j = 0; j < n; j++) {
      parameters[ALPHA][j] = membrane.decay(parameters[ALPHA][j]);
      parameters[BETA][j] = adaptation.decay(parameters[BETA][j]);
    }
  }

  @Override
  public void unprepare(float[][] parameters, float[][] gradients, int n) {
    for (int j = 0; j < n; j++) {
      gradients[ALPHA][j] *= (float) membrane.slope(parameters[ALPHA][j]);
      gradients[BETA][j] *= (float) adaptation.slope(parameters[BETA][j]);
    }
  }

  @Override
  public void forward(CellRow row, int n) {
    float[] u = row.state[U];
    integrate(row, u, n);
    fire(row, u, row.hidden, n);
    reset(u, row.hidden, n);
    adapt(row, n);
  }

  private static void integrate(CellRow row, float[] v, int n) {
    float[] alpha = row.parameter[ALPHA];
    float[] uBefore = row.stateBefore[U];
    float[] wBefore = row.stateBefore[W];
    float[] current = row.z[0];
    for (int j = 0; j < n; j++) {
      v[j] = alpha[j] * uBefore[j] + (1f - alpha[j]) * (current[j] - wBefore[j]);
    }
  }

  private void fire(CellRow row, float[] v, float[] spikes, int n) {
    aboveThreshold(row, v, spikes, n);
    surrogate.strictSpikes(spikes, spikes, n);
  }

  private static void aboveThreshold(CellRow row, float[] v, float[] above, int n) {
    float[] threshold = row.parameter[THRESHOLD];
    for (int j = 0; j < n; j++) {
      above[j] = v[j] - threshold[j];
    }
  }

  private static void reset(float[] u, float[] spikes, int n) {
    for (int j = 0; j < n; j++) {
      u[j] *= 1f - spikes[j];
    }
  }

  private void adapt(CellRow row, int n) {
    boolean isSymplectic = scheme == Scheme.SYMPLECTIC;
    float[] u = isSymplectic ? row.state[U] : row.stateBefore[U];
    float[] spikes = isSymplectic ? row.hidden : row.hiddenBefore;
    float[] beta = row.parameter[BETA];
    float[] a = row.parameter[COUPLING];
    float[] b = row.parameter[JUMP];
    float[] wBefore = row.stateBefore[W];
    float[] w = row.state[W];
    float factor = (float) strength;
    for (int j = 0; j < n; j++) {
      float target = (a[j] * u[j] + b[j] * spikes[j]) * factor;
      w[j] = beta[j] * wBefore[j] + (1f - beta[j]) * target;
    }
  }

  @Override
  public void backward(CellRow row, int n) {
    float[] slope = row.scratch[0];
    float[] spikes = row.scratch[1];
    float[] u = row.scratch[2];
    float[] gradJump = row.scratch[3];
    float[] gradCoupling = row.scratch[4];
    integrate(row, u, n);
    fire(row, u, spikes, n);
    aboveThreshold(row, u, slope, n);
    surrogate.derivative(slope, slope, n);
    reset(u, spikes, n);
    boolean isSymplectic = scheme == Scheme.SYMPLECTIC;
    backThroughAdaptation(
        row,
        isSymplectic ? u : row.stateBefore[U],
        isSymplectic ? spikes : row.hiddenBefore,
        gradCoupling,
        gradJump,
        n);
    if (isSymplectic) {
      backThroughSpike(row, slope, spikes, gradCoupling, gradJump, n);
      backThroughMembrane(row, n);
      Arrays.fill(row.gradHidden, 0, n, 0f);
    } else {
      Arrays.fill(u, 0, n, 0f);
      backThroughSpike(row, slope, spikes, u, u, n);
      backThroughMembrane(row, n);
      VectorMath.add(gradCoupling, row.gradState[U], n);
      System.arraycopy(gradJump, 0, row.gradHidden, 0, n);
    }
  }

  /** Leaves gradients by the potential and the spikes that the adaptation read. */
  private void backThroughAdaptation(
      CellRow row, float[] u, float[] spikes, float[] gradByU, float[] gradBySpikes, int n) {
    float[] beta = row.parameter[BETA];
    float[] a = row.parameter[COUPLING];
    float[] b = row.parameter[JUMP];
    float[] wBefore = row.stateBefore[W];
    float[] gradW = row.gradState[W];
    float[] gradBeta = row.gradParameter[BETA];
    float[] gradA = row.gradParameter[COUPLING];
    float[] gradB = row.gradParameter[JUMP];
    float factor = (float) strength;
    for (int j = 0; j < n; j++) {
      gradBeta[j] += gradW[j] * (wBefore[j] - (a[j] * u[j] + b[j] * spikes[j]) * factor);
    }
    for (int j = 0; j < n; j++) {
      float byTarget = gradW[j] * (1f - beta[j]) * factor;
      gradA[j] += byTarget * u[j];
      gradB[j] += byTarget * spikes[j];
      gradByU[j] = byTarget * a[j];
      gradBySpikes[j] = byTarget * b[j];
    }
  }

  /** Leaves the gradient by v in that by u. */
  private static void backThroughSpike(
      CellRow row, float[] slope, float[] spikes, float[] addedToU, float[] addedToSpikes, int n) {
    float[] gradHidden = row.gradHidden;
    float[] gradU = row.gradState[U];
    float[] gradThreshold = row.gradParameter[THRESHOLD];
    for (int j = 0; j < n; j++) {
      float byAbove = (gradHidden[j] + addedToSpikes[j]) * slope[j];
      gradU[j] = (gradU[j] + addedToU[j]) * (1f - spikes[j]) + byAbove;
      gradThreshold[j] -= byAbove;
    }
  }

  private static void backThroughMembrane(CellRow row, int n) {
    float[] alpha = row.parameter[ALPHA];
    float[] beta = row.parameter[BETA];
    float[] uBefore = row.stateBefore[U];
    float[] wBefore = row.stateBefore[W];
    float[] current = row.z[0];
    float[] gradU = row.gradState[U];
    float[] gradW = row.gradState[W];
    float[] gradCurrent = row.gradZ[0];
    float[] gradAlpha = row.gradParameter[ALPHA];
    for (int j = 0; j < n; j++) {
      gradAlpha[j] += gradU[j] * (uBefore[j] - (current[j] - wBefore[j]));
    }
    for (int j = 0; j < n; j++) {
      gradCurrent[j] = (1f - alpha[j]) * gradU[j];
      gradW[j] = beta[j] * gradW[j] - gradCurrent[j];
      gradU[j] *= alpha[j];
    }
  }

  @Override
  public String spec() {
    return Spec.of("adlif")
        .with("recurrent", recurrent)
        .with("scheme", scheme)
        .with("threshold", threshold)
        .with("strength", strength)
        .with("least-tau-u", membrane.least())
        .with("most-tau-u", membrane.most())
        .with("least-tau-w", adaptation.least())
        .with("most-tau-w", adaptation.most())
        .with("surrogate", surrogate)
        .toString();
  }
}
