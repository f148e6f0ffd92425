package org.spiketrain.model.neuron;

import java.util.List;
import org.spiketrain.model.api.CellRow;
import org.spiketrain.model.api.NeuronCell;
import org.spiketrain.model.api.NeuronParameter;
import org.spiketrain.model.api.Spec;
import org.spiketrain.model.api.SurrogateGradient;
import org.spiketrain.model.api.VectorMath;

/**
 * Leaky integrate-and-fire neuron whose threshold rises with each of its spikes and falls back
 * slowly: ALIF, of which the recurrent networks LSNN are made (Bellec, Salaj, Subramoney,
 * Legenstein and Maass 2018, "Long short-term memory and learning-to-learn in networks of spiking
 * neurons", arXiv 1803.09574). With the input current {@code I = W x_t + b (+ V s_{t-1} + b')}:
 *
 * <pre>
 *   a_t = rho a_{t-1} + (1 - rho) s_{t-1}
 *   B_t = threshold + strength a_t
 *   u_t = beta u_{t-1} + I - B_{t-1} s_{t-1}
 *   s_t = 1 where u_t &gt; B_t
 * </pre>
 *
 * <p>{@code a} is a mean of the past spikes, from 0 to 1, so that a neuron that fires at every step
 * has a threshold of {@code threshold + strength} in the end. The paper multiplies I by {@code 1 -
 * beta}; here the weights have that factor, as those of {@link LeakyCell}, whose spikes these are
 * where the strength is 0.
 *
 * <p>Gradients pass through s_{t-1} in the reset and in the adaptation as well. States: u, a.
 * Neuron parameters: beta, rho, strength, threshold.
 *
 * @param surrogate surrogate of the spike function, of {@code u - B}
 * @param recurrent whether spikes go back to all neurons by weights
 * @param parameters beta, rho, strength and threshold; decays count as 0 below 0 and as 1 above 1
 */
public record AdaptiveThresholdCell(
    SurrogateGradient surrogate, boolean recurrent, List<NeuronParameter> parameters)
    implements NeuronCell {
  private static final int BETA = 0;
  private static final int RHO = 1;
  private static final int STRENGTH = 2;
  private static final int THRESHOLD = 3;
  private static final int PARAMETERS = 4;

  private static final int U = 0;
  private static final int A = 1;

  /** Checks that all parameters are there. */
  public AdaptiveThresholdCell {
    parameters = List.copyOf(parameters);
    if (parameters.size() != PARAMETERS) {
      throw new IllegalArgumentException(
          "%d neuron parameters are not %d".formatted(parameters.size(), PARAMETERS));
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
  public void forward(CellRow row, int n) {
    float[] thresholds = row.scratch[0];
    step(row, row.state[U], row.state[A], thresholds, n);
    VectorMath.subtract(row.state[U], thresholds, row.hidden, n);
    surrogate.strictSpikes(row.hidden, row.hidden, n);
  }

  /** Leaves B_t in {@code thresholds}. */
  private static void step(CellRow row, float[] u, float[] a, float[] thresholds, int n) {
    float[] beta = row.parameter[BETA];
    float[] rho = row.parameter[RHO];
    float[] uBefore = row.stateBefore[U];
    float[] aBefore = row.stateBefore[A];
    float[] spikes = row.hiddenBefore;
    float[] current = row.z[0];
    thresholds(row, aBefore, thresholds, n);
    for (int j = 0; j < n; j++) {
      u[j] = beta[j] * uBefore[j] + current[j] - thresholds[j] * spikes[j];
    }
    for (int j = 0; j < n; j++) {
      a[j] = rho[j] * aBefore[j] + (1f - rho[j]) * spikes[j];
    }
    thresholds(row, a, thresholds, n);
  }

  private static void thresholds(CellRow row, float[] a, float[] thresholds, int n) {
    float[] strength = row.parameter[STRENGTH];
    float[] threshold = row.parameter[THRESHOLD];
    for (int j = 0; j < n; j++) {
      thresholds[j] = threshold[j] + strength[j] * a[j];
    }
  }

  @Override
  public void backward(CellRow row, int n) {
    float[] u = row.scratch[0];
    float[] a = row.scratch[1];
    float[] thresholds = row.scratch[2];
    float[] slope = row.scratch[3];
    step(row, u, a, thresholds, n);
    VectorMath.subtract(u, thresholds, slope, n);
    surrogate.derivative(slope, slope, n);
    backThroughSpike(row, a, slope, n);
    thresholds(row, row.stateBefore[A], thresholds, n);
    float[] gradThresholdBefore = row.scratch[4];
    backThroughMembrane(row, thresholds, gradThresholdBefore, n);
    backThroughAdaptation(row, gradThresholdBefore, n);
  }

  private static void backThroughSpike(CellRow row, float[] a, float[] slope, int n) {
    float[] strength = row.parameter[STRENGTH];
    float[] gradU = row.gradState[U];
    float[] gradA = row.gradState[A];
    float[] gradStrength = row.gradParameter[STRENGTH];
    float[] gradThreshold = row.gradParameter[THRESHOLD];
    for (int j = 0; j < n; j++) {
      float byAbove = row.gradHidden[j] * slope[j];
      gradU[j] += byAbove;
      gradA[j] -= strength[j] * byAbove;
      gradThreshold[j] -= byAbove;
      gradStrength[j] -= a[j] * byAbove;
    }
  }

  /** Leaves the gradients by the spikes before and, in an array, by B_{t-1} of their reset. */
  private static void backThroughMembrane(
      CellRow row, float[] thresholdsBefore, float[] gradThresholdsBefore, int n) {
    float[] beta = row.parameter[BETA];
    float[] gradU = row.gradState[U];
    System.arraycopy(gradU, 0, row.gradZ[0], 0, n);
    for (int j = 0; j < n; j++) {
      row.gradHidden[j] = -thresholdsBefore[j] * gradU[j];
      gradThresholdsBefore[j] = -row.hiddenBefore[j] * gradU[j];
    }
    VectorMath.addProduct(row.stateBefore[U], gradU, row.gradParameter[BETA], n);
    VectorMath.multiply(gradU, beta, gradU, n);
  }

  private static void backThroughAdaptation(CellRow row, float[] gradThresholdsBefore, int n) {
    float[] rho = row.parameter[RHO];
    float[] strength = row.parameter[STRENGTH];
    float[] aBefore = row.stateBefore[A];
    float[] spikes = row.hiddenBefore;
    float[] gradA = row.gradState[A];
    float[] gradRho = row.gradParameter[RHO];
    for (int j = 0; j < n; j++) {
      gradRho[j] += gradA[j] * (aBefore[j] - spikes[j]);
      row.gradHidden[j] += (1f - rho[j]) * gradA[j];
      gradA[j] = rho[j] * gradA[j] + strength[j] * gradThresholdsBefore[j];
    }
    VectorMath.add(gradThresholdsBefore, row.gradParameter[THRESHOLD], n);
    VectorMath.addProduct(aBefore, gradThresholdsBefore, row.gradParameter[STRENGTH], n);
  }

  @Override
  public String spec() {
    Spec spec = Spec.of("adaptive-threshold");
    for (NeuronParameter parameter : parameters) {
      spec =
          spec.with(parameter.name(), parameter.from())
              .with("learn-" + parameter.name(), parameter.learning());
    }
    return spec.with("recurrent", recurrent).with("surrogate", surrogate).toString();
  }
}
