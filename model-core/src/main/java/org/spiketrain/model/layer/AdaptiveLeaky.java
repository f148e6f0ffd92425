package org.spiketrain.model.layer;

import java.util.List;
import org.spiketrain.model.api.SurrogateGradient;
import org.spiketrain.model.kernel.AdaptiveLeakyCell;
import org.spiketrain.model.kernel.RecurrentCell;
import org.spiketrain.model.layer.NeuronParameter.Learning;

/**
 * A linear layer and adaptive leaky integrate-and-fire neurons behind it, with or without
 * recurrence; see {@link AdaptiveLeakyCell}. Every neuron learns its own decays and its own
 * adaptation, from the ranges of Bittar and Garner 2022: alpha in [exp(-1/5), exp(-1/25)], beta in
 * [exp(-1/30), exp(-1/120)], a in [-1, 1], b in [0, 2]. Initial weights as in {@link Leaky}.
 */
public final class AdaptiveLeaky extends SequenceLayer {
  private static final long serialVersionUID = 1L;

  /** For deserialisation. */
  public AdaptiveLeaky() {}

  private AdaptiveLeaky(Builder builder) {
    super(builder);
  }

  @Override
  double inputBound() {
    return 1 / Math.sqrt((double) nIn);
  }

  /** Builds an {@link AdaptiveLeaky}; all settings of DL4J's recurrent layers apply. */
  @SuppressWarnings("unchecked") // DL4J declares build() with a free type variable
  public static final class Builder extends SequenceLayer.Builder<Builder> {
    private SurrogateGradient surrogate = SurrogateGradient.ofSnnTorch();
    private boolean recurrent;
    private double threshold = 1;

    /** Lets spikes go back to all neurons by weights. */
    public Builder recurrent() {
      this.recurrent = true;
      return this;
    }

    /** Surrogate of the spike function; atan(2) by default. */
    public Builder surrogate(SurrogateGradient surrogate) {
      this.surrogate = surrogate;
      return this;
    }

    /** Threshold, the same of all neurons and fixed; 1 by default. */
    public Builder threshold(double value) {
      this.threshold = value;
      return this;
    }

    @Override
    RecurrentCell cell() {
      return new AdaptiveLeakyCell(surrogate, recurrent);
    }

    @Override
    List<NeuronParameter> neuronParameters() {
      return List.of(
          own("alpha", Math.exp(-1 / 5.0), Math.exp(-1 / 25.0)),
          own("beta", Math.exp(-1 / 30.0), Math.exp(-1 / 120.0)),
          own("a", -1, 1),
          own("jump", 0, 2),
          NeuronParameter.unbounded("threshold", threshold, Learning.FIXED));
    }

    private static NeuronParameter own(String name, double low, double high) {
      return new NeuronParameter(name, low, high, low, high, Learning.PER_NEURON);
    }

    @Override
    public AdaptiveLeaky build() {
      return new AdaptiveLeaky(this);
    }
  }
}
