package org.spiketrain.model.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.spiketrain.model.api.SurrogateGradient;
import org.spiketrain.model.kernel.CellOutput;
import org.spiketrain.model.kernel.LeakyCell;
import org.spiketrain.model.kernel.Recurrence;
import org.spiketrain.model.kernel.RecurrentCell;
import org.spiketrain.model.kernel.Reset;
import org.spiketrain.model.layer.NeuronParameter.Learning;

/**
 * A linear layer and the leaky integrate-and-fire neurons behind it, as snnTorch's {@code Linear}
 * and {@code Leaky}, {@code RLeaky} (with {@link Builder#recurrence}) or {@code Synaptic} (with
 * {@link Builder#synapse}); see {@link LeakyCell}. Input weights and bias start from
 * U(-1/sqrt(nIn), 1/sqrt(nIn)), recurrent ones from U(-1/sqrt(nOut), 1/sqrt(nOut)), as PyTorch's
 * linear layers.
 *
 * <p>Learned neuron parameters are named {@code beta}, {@code threshold}, {@code alpha} and {@code
 * V}. Decays count as 0 below 0 and as 1 above 1.
 */
public final class Leaky extends SequenceLayer {
  private static final long serialVersionUID = 1L;

  /** For deserialisation. */
  public Leaky() {}

  private Leaky(Builder builder) {
    super(builder);
  }

  /** Whether it is a sum without memory, spikes or normalisation. */
  public boolean isLinear() {
    LeakyCell cell = (LeakyCell) getCell();
    LayerUnit unit = units().get(0);
    NeuronParameter beta = unit.neuronParameters().get(LeakyCell.BETA);
    return cell.reset() == Reset.NONE
        && cell.recurrence() == Recurrence.NONE
        && !cell.synaptic()
        && unit.unit().output() == CellOutput.MEMBRANE
        && beta.from() == 0
        && !beta.isLearned()
        && !unit.isNormalised();
  }

  /** Whether its neurons hear nothing but the weighted input of the step: no feedback, as it is. */
  public boolean isFeedForward() {
    return ((LeakyCell) getCell()).recurrence() == Recurrence.NONE
        && !units().get(0).isNormalised();
  }

  /** The mean threshold of the neurons, from the layer's parameters. */
  public double threshold(Map<String, INDArray> parameters) {
    return units().get(0).meanThreshold(parameters);
  }

  @Override
  double inputBound() {
    return 1 / Math.sqrt((double) nIn);
  }

  /** Builds a {@link Leaky}; all settings of DL4J's recurrent layers apply. */
  @SuppressWarnings("unchecked") // DL4J declares build() with a free type variable
  public static final class Builder extends SequenceLayer.Builder<Builder> {
    private SurrogateGradient surrogate = SurrogateGradient.ofSnnTorch();
    private Reset reset = Reset.SUBTRACT;
    private boolean delayedReset = true;
    private Recurrence recurrence = Recurrence.NONE;
    private double gradedSpikes = 1;
    private NeuronParameter beta;
    private NeuronParameter threshold = NeuronParameter.unbounded("threshold", 1, Learning.FIXED);
    private NeuronParameter alpha;
    private NeuronParameter feedback = NeuronParameter.unbounded("V", 1, Learning.SHARED);

    /**
     * @param beta decay of the membrane potential per time step, in [0, 1]
     */
    public Builder(double beta) {
      beta(beta, Learning.FIXED);
    }

    /** Decay of the membrane potential per time step, and who learns it. */
    public Builder beta(double initial, Learning learning) {
      this.beta = NeuronParameter.decay("beta", initial, learning);
      return this;
    }

    /** Threshold, 1 by default, and who learns it. */
    public Builder threshold(double initial, Learning learning) {
      this.threshold = NeuronParameter.unbounded("threshold", initial, learning);
      return this;
    }

    /** Gives the neurons a synaptic current that decays by alpha per time step. */
    public Builder synapse(double initial, Learning learning) {
      this.alpha = NeuronParameter.decay("alpha", initial, learning);
      return this;
    }

    /** How spikes go back into the layer; not at all by default. */
    public Builder recurrence(Recurrence how) {
      this.recurrence = how;
      return this;
    }

    /** Factor of one-to-one recurrence, 1 by default, and who learns it. */
    public Builder feedback(double initial, Learning learning) {
      this.feedback = NeuronParameter.unbounded("V", initial, learning);
      return this;
    }

    /** What a spike does to the membrane potential; the threshold is taken off by default. */
    public Builder reset(Reset mechanism) {
      this.reset = mechanism;
      return this;
    }

    /** Resets in the step of the spike, not in the one after it. */
    public Builder immediateReset() {
      this.delayedReset = false;
      return this;
    }

    /** Surrogate of the spike function; atan(2) by default. */
    public Builder surrogate(SurrogateGradient surrogate) {
      this.surrogate = surrogate;
      return this;
    }

    /** Height of a spike, 1 by default. */
    public Builder gradedSpikes(double factor) {
      this.gradedSpikes = factor;
      return this;
    }

    @Override
    RecurrentCell cell() {
      return new LeakyCell(
          surrogate, reset, delayedReset, recurrence, alpha != null, (float) gradedSpikes);
    }

    @Override
    List<NeuronParameter> neuronParameters() {
      List<NeuronParameter> parameters = new ArrayList<>(List.of(beta, threshold));
      if (alpha != null) {
        parameters.add(alpha);
      }
      if (recurrence == Recurrence.ONE_TO_ONE) {
        parameters.add(feedback);
      }
      return List.copyOf(parameters);
    }

    @Override
    public Leaky build() {
      return new Leaky(this);
    }
  }
}
