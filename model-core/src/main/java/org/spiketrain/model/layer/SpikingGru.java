package org.spiketrain.model.layer;

import java.util.Objects;
import org.spiketrain.model.kernel.RecurrentCell;
import org.spiketrain.model.kernel.SpikingGruCell;
import org.spiketrain.model.neuron.SurrogateGradient;

/** Spiking GRU layer with SpikingJelly's equations; see {@link SpikingGruCell}. */
public final class SpikingGru extends SpikingRecurrent {
  private static final long serialVersionUID = 1L;

  private String gateSurrogate;
  private String candidateSurrogate;

  /** For deserialisation. */
  public SpikingGru() {}

  private SpikingGru(Builder builder) {
    super(builder);
    gateSurrogate = builder.gateSurrogate.spec();
    candidateSurrogate = builder.candidateSurrogate.spec();
  }

  @Override
  public RecurrentCell cell() {
    return new SpikingGruCell(
        SurrogateGradient.parse(gateSurrogate), SurrogateGradient.parse(candidateSurrogate));
  }

  /** Surrogate of the gates r and z, as {@link SurrogateGradient#parse} reads it. */
  public String getGateSurrogate() {
    return gateSurrogate;
  }

  /** For deserialisation. */
  public void setGateSurrogate(String spec) {
    gateSurrogate = spec;
  }

  /** Surrogate of the candidate n. */
  public String getCandidateSurrogate() {
    return candidateSurrogate;
  }

  /** For deserialisation. */
  public void setCandidateSurrogate(String spec) {
    candidateSurrogate = spec;
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other)
        && other instanceof SpikingGru that
        && Objects.equals(gateSurrogate, that.gateSurrogate)
        && Objects.equals(candidateSurrogate, that.candidateSurrogate);
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), gateSurrogate, candidateSurrogate);
  }

  /** Builds a {@link SpikingGru}; all settings of DL4J's recurrent layers apply. */
  @SuppressWarnings("unchecked") // DL4J declares build() with a free type variable
  public static final class Builder extends SpikingRecurrent.Builder<Builder> {
    private SurrogateGradient gateSurrogate = SurrogateGradient.standard();
    private SurrogateGradient candidateSurrogate = SurrogateGradient.standard();

    /** Surrogate of all three gates; erf(2) by default. */
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
    public SpikingGru build() {
      return new SpikingGru(this);
    }
  }
}
