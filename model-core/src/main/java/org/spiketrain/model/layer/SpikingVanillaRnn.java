package org.spiketrain.model.layer;

import org.spiketrain.model.api.SurrogateGradient;
import org.spiketrain.model.kernel.RecurrentCell;
import org.spiketrain.model.kernel.SpikingVanillaCell;

/** Spiking vanilla RNN layer with SpikingJelly's equation; see {@link SpikingVanillaCell}. */
public final class SpikingVanillaRnn extends SequenceLayer {
  private static final long serialVersionUID = 2L;

  /** For deserialisation. */
  public SpikingVanillaRnn() {}

  private SpikingVanillaRnn(Builder builder) {
    super(builder);
  }

  /** Builds a {@link SpikingVanillaRnn}; all settings of DL4J's recurrent layers apply. */
  @SuppressWarnings("unchecked") // DL4J declares build() with a free type variable
  public static final class Builder extends SequenceLayer.Builder<Builder> {
    private SurrogateGradient surrogate = SurrogateGradient.standard();

    /** Surrogate of the spike function; erf(2) by default. */
    public Builder surrogate(SurrogateGradient surrogate) {
      this.surrogate = surrogate;
      return this;
    }

    @Override
    RecurrentCell cell() {
      return new SpikingVanillaCell(surrogate);
    }

    @Override
    public SpikingVanillaRnn build() {
      return new SpikingVanillaRnn(this);
    }
  }
}
