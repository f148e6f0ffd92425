package org.spiketrain.model.layer;

import org.spiketrain.model.api.SurrogateGradient;
import org.spiketrain.model.kernel.RecurrentCell;
import org.spiketrain.model.kernel.SpikingLstmCell;
import org.spiketrain.model.kernel.SpikingLstmCell.CellState;

/**
 * Spiking LSTM layer with SpikingJelly's equations; see {@link SpikingLstmCell}. To stack layers,
 * add several to the network, with DL4J's dropout between them; to classify whole sequences, read
 * it out by {@link SpikeReadout}.
 */
public final class SpikingLstm extends SequenceLayer {
  private static final long serialVersionUID = 2L;

  /** For deserialisation. */
  public SpikingLstm() {}

  private SpikingLstm(Builder builder) {
    super(builder);
  }

  /** Builds a {@link SpikingLstm}; all settings of DL4J's recurrent layers apply. */
  @SuppressWarnings("unchecked") // DL4J declares build() with a free type variable
  public static final class Builder extends SequenceLayer.Builder<Builder> {
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
    RecurrentCell cell() {
      return new SpikingLstmCell(gateSurrogate, candidateSurrogate, cellState);
    }

    @Override
    public SpikingLstm build() {
      return new SpikingLstm(this);
    }
  }
}
