package org.spiketrain.model.kernel;

import java.util.List;

/**
 * Way in which the outputs of the previous step reach the pre-activations.
 *
 * @param kind which way
 * @param blocks the layer's blocks, whose events are read
 */
record RecurrentInput(Kind kind, List<UnitBlock> blocks) {
  /** Ways in which they can. */
  enum Kind {
    /** Not at all: there are no weights, or nothing was before. */
    NONE,
    /** By weight rows added for each that fired. */
    EVENTS,
    /** By a matrix product that is in the pre-activations already. */
    PRODUCT
  }

  boolean isEvents() {
    return kind == Kind.EVENTS;
  }

  boolean isProduct() {
    return kind == Kind.PRODUCT;
  }
}
