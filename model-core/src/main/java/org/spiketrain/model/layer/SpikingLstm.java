package org.spiketrain.model.layer;

import java.util.Objects;
import org.spiketrain.model.kernel.RecurrentCell;
import org.spiketrain.model.kernel.SpikingLstmCell;
import org.spiketrain.model.kernel.SpikingLstmCell.CellState;
import org.spiketrain.model.neuron.SurrogateGradient;

/**
 * Spiking LSTM layer with SpikingJelly's equations; see {@link SpikingLstmCell}. To stack layers,
 * add several to the network, with DL4J's dropout between them; to classify whole sequences, read
 * it out by {@link SpikeReadout}.
 */
public final class SpikingLstm extends SpikingRecurrent {
  private static final long serialVersionUID = 1L;

  private String gateSurrogate;
  private String candidateSurrogate;
  private CellState cellState;

  /** For deserialisation. */
  public SpikingLstm() {}

  private SpikingLstm(Builder builder) {
    super(builder);
    gateSurrogate = builder.gateSurrogate.spec();
    candidateSurrogate = builder.candidateSurrogate.spec();
    cellState = builder.cellState;
  }

  @Override
  public RecurrentCell cell() {
    return new SpikingLstmCell(
        SurrogateGradient.parse(gateSurrogate),
        SurrogateGradient.parse(candidateSurrogate),
        cellState);
  }

  /** Surrogate of the gates i, f and o, as {@link SurrogateGradient#parse} reads it. */
  public String getGateSurrogate() {
    return gateSurrogate;
  }

  /** For deserialisation. */
  public void setGateSurrogate(String spec) {
    gateSurrogate = spec;
  }

  /** Surrogate of the candidate g. */
  public String getCandidateSurrogate() {
    return candidateSurrogate;
  }

  /** For deserialisation. */
  public void setCandidateSurrogate(String spec) {
    candidateSurrogate = spec;
  }

  /** Whether the cell state is clipped to 1. */
  public CellState getCellState() {
    return cellState;
  }

  /** For deserialisation. */
  public void setCellState(CellState cellState) {
    this.cellState = cellState;
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other)
        && other instanceof SpikingLstm that
        && Objects.equals(gateSurrogate, that.gateSurrogate)
        && Objects.equals(candidateSurrogate, that.candidateSurrogate)
        && cellState == that.cellState;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), gateSurrogate, candidateSurrogate, cellState);
  }

  /** Builds a {@link SpikingLstm}; all settings of DL4J's recurrent layers apply. */
  @SuppressWarnings("unchecked") // DL4J declares build() with a free type variable
  public static final class Builder extends SpikingRecurrent.Builder<Builder> {
    private SurrogateGradient gateSurrogate = SurrogateGradient.standard();
    private SurrogateGradient candidateSurrogate = SurrogateGradient.standard();
    private CellState cellState = CellState.UNBOUNDED;

    /** Surrogate of all four gates; erf(2) by default. */
    public Builder surrogate(SurrogateGradient surrogate) {
      return surrogates(surrogate, surrogate);
    }

    /** Surrogate of i, f and o, and another one of g. */
    public Builder surrogates(SurrogateGradient gates, SurrogateGradient candidate) {
      gateSurrogate = gates;
      candidateSurrogate = candidate;
      return this;
    }

    /** Whether the cell state counts without bound (the default) or is clipped to 1. */
    public Builder cellState(CellState state) {
      cellState = state;
      return this;
    }

    @Override
    public SpikingLstm build() {
      return new SpikingLstm(this);
    }
  }
}
