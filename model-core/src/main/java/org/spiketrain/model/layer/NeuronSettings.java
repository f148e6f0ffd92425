package org.spiketrain.model.layer;

import java.io.Serializable;
import java.util.List;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.spiketrain.model.api.SurrogateGradient;
import org.spiketrain.model.kernel.LeakyCell;
import org.spiketrain.model.kernel.Recurrence;
import org.spiketrain.model.kernel.RecurrentCell;
import org.spiketrain.model.kernel.ReluCell;
import org.spiketrain.model.kernel.Reset;
import org.spiketrain.model.layer.NeuronParameter.Learning;

/**
 * Neurons without recurrent weights, for layers that bring their own input.
 *
 * @param cell their equations
 * @param parameters what they have besides, in the cell's order
 */
public record NeuronSettings(
    @JsonProperty("cell") RecurrentCell cell,
    @JsonProperty("parameters") List<NeuronParameter> parameters)
    implements Serializable {
  /** Rectifiers: artificial neurons, for a network that is to be converted. */
  public static NeuronSettings relu() {
    return new NeuronSettings(new ReluCell(), List.of());
  }

  /**
   * snnTorch's leaky integrate-and-fire neurons with a delayed reset.
   *
   * @param beta decay of the membrane potential per time step, in [0, 1], and who learns it
   * @param threshold above which they fire, and who learns it
   * @param reset what a spike does to the membrane potential
   * @param surrogate surrogate of the spike function
   */
  public static NeuronSettings leaky(
      Learned beta, Learned threshold, Reset reset, SurrogateGradient surrogate) {
    return new NeuronSettings(
        new LeakyCell(surrogate, reset, true, Recurrence.NONE, false, 1f),
        List.of(
            NeuronParameter.decay("beta", beta.initial(), beta.learning()),
            NeuronParameter.unbounded("threshold", threshold.initial(), threshold.learning())));
  }

  /** A neuron parameter's first value and who learns it. */
  public record Learned(double initial, Learning learning) {
    /** One that nobody learns. */
    public static Learned fixed(double value) {
      return new Learned(value, Learning.FIXED);
    }
  }
}
