package org.spiketrain.model.compress;

/** Forms in which differences of parameters travel, from the finest to the coarsest. */
public enum DeltaForm {
  /** 32 bits, as they are. */
  NONE,
  /** Numbers of 16 bits. */
  FP16,
  /** Whole numbers of 8 bits and a scale for 512 of them. */
  INT8,
  /** Whole numbers of 4 bits and a scale for 512 of them. */
  INT4,
  /** Minus one, nothing or one, and a scale for 512 of them: 1.7 bits. */
  TERNARY,
  /** The largest ones as numbers of 16 bits, and where they are: some 3 bytes each. */
  TOP_K;

  /** The form of a last difference: this one, or 8 bits where it is coarser. */
  DeltaForm closing() {
    return compareTo(INT8) > 0 ? INT8 : this;
  }

  /**
   * The code of this form.
   *
   * @param share of the numbers that travel, above 0 and at most 1, for the largest ones
   * @throws IllegalStateException if this is no coarse form
   */
  public DeltaCode code(double share) {
    return switch (this) {
      case NONE -> throw new IllegalStateException("nothing is coarse");
      case FP16 -> new HalfCode();
      case INT8 -> new UniformCode(8);
      case INT4 -> new UniformCode(4);
      case TERNARY -> new TernaryCode();
      case TOP_K -> new LargestCode(share);
    };
  }
}
