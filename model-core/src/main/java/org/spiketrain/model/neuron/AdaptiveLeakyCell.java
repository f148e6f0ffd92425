package org.spiketrain.model.neuron;

import java.util.List;
import org.spiketrain.model.api.CellRow;
import org.spiketrain.model.api.NeuronCell;
import org.spiketrain.model.api.NeuronParameter;
import org.spiketrain.model.api.NeuronParameter.Learning;
import org.spiketrain.model.api.Spec;
import org.spiketrain.model.api.SurrogateGradient;

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
 * <p>Every neuron learns its own decays and its own adaptation, within {@link Ranges}.
 *
 * <p>Gradients pass through s_{t-1} in the reset and in the adaptation as well. States: u, w.
 * Neuron parameters: alpha, beta, a, b, threshold.
 *
 * @param surrogate surrogate of the spike function
 * @param recurrent whether spikes go back to all neurons by weights
 * @param threshold threshold, the same of all neurons and fixed
 * @param ranges where decays and adaptation begin and stay
 */
public record AdaptiveLeakyCell(
    SurrogateGradient surrogate, boolean recurrent, double threshold, Ranges ranges)
    implements NeuronCell {
  /** The ranges within which decays and adaptation begin and stay. */
  public enum Ranges {
    /**
     * alpha in [exp(-1/5), exp(-1/25)], beta in [exp(-1/30), exp(-1/120)], a in [-1, 1], b in [0,
     * 2] (Bittar and Garner 2022).
     */
    BITTAR_GARNER(
        Math.exp(-1 / 5.0), Math.exp(-1 / 25.0), Math.exp(-1 / 30.0), Math.exp(-1 / 120.0), -1),
    /**
     * alpha in [0.36, 0.96], beta in [0.96, 0.99], a in [0, 1], b in [0, 2] (cAdLIF of Deckers, Van
     * Damme, Van Leekwijck, Tsang and Latre 2024, "Co-learning synaptic delays, weights and
     * adaptation in spiking neural networks"): without negative coupling neurons do not run away.
     */
    CONSTRAINED(0.36, 0.96, 0.96, 0.99, 0);

    private final double leastAlpha;
    private final double mostAlpha;
    private final double leastBeta;
    private final double mostBeta;
    private final double leastCoupling;

    Ranges(
        double leastAlpha,
        double mostAlpha,
        double leastBeta,
        double mostBeta,
        double leastCoupling) {
      this.leastAlpha = leastAlpha;
      this.mostAlpha = mostAlpha;
      this.leastBeta = leastBeta;
      this.mostBeta = mostBeta;
      this.leastCoupling = leastCoupling;
    }
  }

  /** Neurons with the ranges of Bittar and Garner. */
  public AdaptiveLeakyCell(SurrogateGradient surrogate, boolean recurrent, double threshold) {
    this(surrogate, recurrent, threshold, Ranges.BITTAR_GARNER);
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
    return AdaptiveMembrane.STATES;
  }

  @Override
  public List<NeuronParameter> parameters() {
    return List.of(
        NeuronParameter.drawn("alpha", ranges.leastAlpha, ranges.mostAlpha),
        NeuronParameter.drawn("beta", ranges.leastBeta, ranges.mostBeta),
        NeuronParameter.drawn("a", ranges.leastCoupling, 1),
        NeuronParameter.drawn("jump", 0, 2),
        NeuronParameter.unbounded("threshold", threshold, Learning.FIXED));
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
    return Spec.of("adaptive-leaky")
        .with("recurrent", recurrent)
        .with("threshold", threshold)
        .with("surrogate", surrogate)
        .with("ranges", ranges)
        .toString();
  }
}
