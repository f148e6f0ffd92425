package org.spiketrain.model.neuron;

import java.util.List;
import org.spiketrain.model.api.CellRow;
import org.spiketrain.model.api.NeuronCell;
import org.spiketrain.model.api.NeuronParameter;
import org.spiketrain.model.api.NeuronParameter.Learning;
import org.spiketrain.model.api.Spec;
import org.spiketrain.model.api.SurrogateGradient;

/**
 * SiLIF, the adaptive leaky neuron whose decays are written as those of a state space model (Fabre,
 * Dudchenko and Neftci 2025, "Structured State Space Model Dynamics and Parametrization for Spiking
 * Neural Networks", arXiv 2506.06374). Every neuron learns the logarithms of a time step and of two
 * rates, so that its decays stay between 0 and 1 whatever they become:
 *
 * <pre>
 *   alpha = exp(-exp(logAlpha) exp(logStep)),  beta = exp(-exp(logBeta) exp(logStep))
 *   w_t = beta w_{t-1} + a u_{t-1} + b s_{t-1}
 *   u_t = alpha (u_{t-1} - threshold s_{t-1}) + (1 - alpha) (z_t - w_t)
 *   s_t = 1 where u_t &gt; threshold
 * </pre>
 *
 * <p>They begin with the logarithm of the time step for all, rates drawn between 10 and 250 (alpha)
 * and 2.5 and 10 (beta) a second, evenly by their logarithms, a in [0, 1] and b in [0, 2], which
 * they keep to. Input weights begin as Glorot and Bengio's.
 *
 * <p>Gradients pass through s_{t-1} in the reset and in the adaptation as well. States: u, w.
 * Neuron parameters: logAlpha, logBeta, a, jump (b), threshold, logStep.
 *
 * @param surrogate surrogate of the spike function; boxcar in the paper
 * @param threshold threshold, the same of all neurons and fixed
 * @param step the time step that all begin with, in seconds, above 0
 */
public record SilifCell(SurrogateGradient surrogate, double threshold, double step)
    implements NeuronCell {
  private static final int LOG_STEP = 5;
  private static final double[] RATES_OF_MEMBRANE = {10, 250};
  private static final double[] RATES_OF_ADAPTATION = {2.5, 10};

  /** Spikes act on their own neuron's states in the next step. */
  @Override
  public boolean isFeedForward() {
    return false;
  }

  @Override
  public int states() {
    return AdaptiveMembrane.STATES;
  }

  @Override
  public List<NeuronParameter> parameters() {
    return List.of(
        logarithm("logAlpha", RATES_OF_MEMBRANE[0], RATES_OF_MEMBRANE[1]),
        logarithm("logBeta", RATES_OF_ADAPTATION[0], RATES_OF_ADAPTATION[1]),
        NeuronParameter.drawn("a", 0, 1),
        NeuronParameter.drawn("jump", 0, 2),
        NeuronParameter.unbounded("threshold", threshold, Learning.FIXED),
        logarithm("logStep", step, step));
  }

  private static NeuronParameter logarithm(String name, double least, double most) {
    return NeuronParameter.unbounded(name, Math.log(least), Math.log(most), Learning.PER_NEURON);
  }

  @Override
  public double inputBound(long inputs, long neurons) {
    return Math.sqrt(6.0 / (inputs + neurons));
  }

  /** Makes decays of the logarithms. */
  @Override
  public void prepare(float[][] parameters, int n) {
    for (int j = 0; j < n; j++) {
      float duration = (float) Math.exp(parameters[LOG_STEP][j]);
      for (int p : new int[] {AdaptiveMembrane.ALPHA, AdaptiveMembrane.BETA}) {
        float rate = (float) Math.exp(parameters[p][j]);
        parameters[p][j] = (float) Math.exp(-rate * duration);
      }
    }
  }

  /**
   * With {@code x = exp(logAlpha + logStep)} the slope of alpha by either is {@code -x exp(-x)}.
   */
  @Override
  public void unprepare(float[][] parameters, float[][] gradients, int n) {
    for (int j = 0; j < n; j++) {
      double byStep = 0;
      for (int p : new int[] {AdaptiveMembrane.ALPHA, AdaptiveMembrane.BETA}) {
        double exponent = Math.exp((double) parameters[p][j] + parameters[LOG_STEP][j]);
        // The exponent may be infinite where the decay is 0.
        double slope = exponent > 700 ? 0 : -exponent * Math.exp(-exponent);
        gradients[p][j] *= (float) slope;
        byStep += gradients[p][j];
      }
      gradients[LOG_STEP][j] = (float) byStep;
    }
  }

  @Override
  public void forward(CellRow row, int n) {
    AdaptiveMembrane.forward(surrogate, row, n);
  }

  @Override
  public void backward(CellRow row, int n) {
    AdaptiveMembrane.backward(surrogate, row, n);
  }

  @Override
  public String spec() {
    return Spec.of("silif")
        .with("threshold", threshold)
        .with("step", step)
        .with("surrogate", surrogate)
        .toString();
  }
}
