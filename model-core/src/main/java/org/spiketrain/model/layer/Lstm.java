package org.spiketrain.model.layer;

import org.spiketrain.model.kernel.LstmCell;
import org.spiketrain.model.kernel.RecurrentCell;

/** LSTM layer in PyTorch's convention, on the sequence kernels; see {@link LstmCell}. */
public final class Lstm extends SequenceLayer {
  private static final long serialVersionUID = 1L;

  /** For deserialisation. */
  public Lstm() {}

  private Lstm(Builder builder) {
    super(builder);
  }

  /** Builds an {@link Lstm}; all settings of DL4J's recurrent layers apply. */
  @SuppressWarnings("unchecked") // DL4J declares build() with a free type variable
  public static final class Builder extends SequenceLayer.Builder<Builder> {
    @Override
    RecurrentCell cell() {
      return new LstmCell();
    }

    @Override
    public Lstm build() {
      return new Lstm(this);
    }
  }
}
