package org.spiketrain.model.layer;

import org.spiketrain.model.api.SurrogateGradient;
import org.spiketrain.model.kernel.RecurrentCell;
import org.spiketrain.model.kernel.SpikingGruCell;

/** Spiking GRU layer with SpikingJelly's equations; see {@link SpikingGruCell}. */
public final class SpikingGru extends SequenceLayer {
  private static final long serialVersionUID = 2L;

  /** For deserialisation. */
  public SpikingGru() {}

  private SpikingGru(Builder builder) {
    super(builder);
  }

  /** Builds a {@link SpikingGru}; all settings of DL4J's recurrent layers apply. */
  @SuppressWarnings("unchecked") // DL4J declares build() with a free type variable
  public static final class Builder extends SequenceLayer.Builder<Builder> {
    private SurrogateGradient gateSurrogate = SurrogateGradient.standard();
    private SurrogateGradient candidateSurrogate = SurrogateGradient.standard();

    /** Surrogate of all gates; erf(2) by default. */
    public Builder surrogate(SurrogateGradient surrogate) {
      return surrogates(surrogate, surrogate);
    }

    /** Surrogate of r and z, and another one of n. */
    public Builder surrogates(SurrogateGradient gates, SurrogateGradient candidate) {
      gateSurrogate = gates;
      candidateSurrogate = candidate;
      return this;
    }

    @Override
    RecurrentCell cell() {
      return new SpikingGruCell(gateSurrogate, candidateSurrogate);
    }

    @Override
    public SpikingGru build() {
      return new SpikingGru(this);
    }
  }
}
