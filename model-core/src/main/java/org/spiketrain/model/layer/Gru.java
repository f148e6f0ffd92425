package org.spiketrain.model.layer;

import org.spiketrain.model.kernel.GruCell;
import org.spiketrain.model.kernel.RecurrentCell;

/** GRU layer in PyTorch's convention, on the sequence kernels; see {@link GruCell}. */
public final class Gru extends SequenceLayer {
  private static final long serialVersionUID = 1L;

  /** For deserialisation. */
  public Gru() {}

  private Gru(Builder builder) {
    super(builder);
  }

  /** Builds a {@link Gru}; all settings of DL4J's recurrent layers apply. */
  @SuppressWarnings("unchecked") // DL4J declares build() with a free type variable
  public static final class Builder extends SequenceLayer.Builder<Builder> {
    @Override
    RecurrentCell cell() {
      return new GruCell();
    }

    @Override
    public Gru build() {
      return new Gru(this);
    }
  }
}
