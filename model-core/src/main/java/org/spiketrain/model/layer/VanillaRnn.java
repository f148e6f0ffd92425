package org.spiketrain.model.layer;

import org.spiketrain.model.kernel.RecurrentCell;
import org.spiketrain.model.kernel.VanillaCell;

/** Vanilla RNN layer in PyTorch's convention, on the sequence kernels; see {@link VanillaCell}. */
public final class VanillaRnn extends SequenceLayer {
  private static final long serialVersionUID = 1L;

  /** For deserialisation. */
  public VanillaRnn() {}

  private VanillaRnn(Builder builder) {
    super(builder);
  }

  /** Builds a {@link VanillaRnn}; all settings of DL4J's recurrent layers apply. */
  @SuppressWarnings("unchecked") // DL4J declares build() with a free type variable
  public static final class Builder extends SequenceLayer.Builder<Builder> {
    private VanillaCell.Activation nonlinearity = VanillaCell.Activation.TANH;

    /** What is applied to the sums; tanh by default. */
    public Builder nonlinearity(VanillaCell.Activation activation) {
      this.nonlinearity = activation;
      return this;
    }

    @Override
    RecurrentCell cell() {
      return new VanillaCell(nonlinearity);
    }

    @Override
    public VanillaRnn build() {
      return new VanillaRnn(this);
    }
  }
}
