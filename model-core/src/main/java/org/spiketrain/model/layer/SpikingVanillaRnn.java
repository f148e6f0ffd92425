package org.spiketrain.model.layer;

import java.util.Objects;
import org.spiketrain.model.kernel.RecurrentCell;
import org.spiketrain.model.kernel.SpikingVanillaCell;
import org.spiketrain.model.neuron.SurrogateGradient;

/** Spiking vanilla RNN layer with SpikingJelly's equation; see {@link SpikingVanillaCell}. */
public final class SpikingVanillaRnn extends SpikingRecurrent {
  private static final long serialVersionUID = 1L;

  private String surrogate;

  /** For deserialisation. */
  public SpikingVanillaRnn() {}

  private SpikingVanillaRnn(Builder builder) {
    super(builder);
    surrogate = builder.surrogate.spec();
  }

  @Override
  public RecurrentCell cell() {
    return new SpikingVanillaCell(SurrogateGradient.parse(surrogate));
  }

  /** Surrogate of the spike function, as {@link SurrogateGradient#parse} reads it. */
  public String getSurrogate() {
    return surrogate;
  }

  /** For deserialisation. */
  public void setSurrogate(String spec) {
    surrogate = spec;
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other)
        && other instanceof SpikingVanillaRnn that
        && Objects.equals(surrogate, that.surrogate);
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), surrogate);
  }

  /** Builds a {@link SpikingVanillaRnn}; all settings of DL4J's recurrent layers apply. */
  @SuppressWarnings("unchecked") // DL4J declares build() with a free type variable
  public static final class Builder extends SpikingRecurrent.Builder<Builder> {
    private SurrogateGradient surrogate = SurrogateGradient.standard();

    /** Surrogate of the spike function; erf(2) by default. */
    public Builder surrogate(SurrogateGradient surrogate) {
      this.surrogate = surrogate;
      return this;
    }

    @Override
    public SpikingVanillaRnn build() {
      return new SpikingVanillaRnn(this);
    }
  }
}
