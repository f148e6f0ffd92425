package org.spiketrain.model.kernel;

import org.spiketrain.model.frames.InputCoding;

/**
 * Looks at an input and decides how it is multiplied with the weights: where it is sparse, weight
 * rows are added for its events; where it is not, matrices are multiplied.
 */
final class InputProduct {
  /**
   * Fraction of non-zero entries up to which adding rows beats a dense product (docs/FINDINGS.md).
   */
  private static final double SPARSE_DENSITY = 0.12;

  private final int inputs;
  private final InputCoding coding;
  private final SparseRows events = new SparseRows();
  private boolean sparse;

  /**
   * @param inputs leading channels of the input that are read
   * @param coding how the input is laid out
   */
  InputProduct(int inputs, InputCoding coding) {
    this.inputs = inputs;
    this.coding = coding;
  }

  /**
   * Takes an input.
   *
   * @param whole whether the product of the whole sequence is wanted before its first step, as
   *     normalisation does; then the input must be dense
   */
  void read(SequenceShape shape, NativeRows x, boolean whole) {
    if (whole) {
      sparse = false;
    } else if (coding == InputCoding.EVENTS) {
      events.readEvents(x, inputs, shape);
      sparse = true;
    } else {
      int limit = Math.max(shape.rows(), (int) (SPARSE_DENSITY * shape.rows() * inputs));
      sparse =
          events.density(x, inputs, shape) <= SPARSE_DENSITY
              && events.scan(x, inputs, shape, limit);
    }
  }

  boolean isSparse() {
    return sparse;
  }

  /** Returns whether the input has a gradient: channel numbers have none. */
  boolean hasGradient() {
    return coding == InputCoding.DENSE;
  }

  /** The events of a sparse input, by active row. */
  SparseRows events() {
    return events;
  }
}
