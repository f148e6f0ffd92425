package org.spiketrain.model.kernel;

import java.io.Serializable;

/**
 * The element-wise part of a recurrent cell: pure functions from the pre-activations and the state
 * before a step to the state after it, and the way back. The matrix products around it are the
 * kernel's.
 */
public interface RecurrentCell extends Serializable {
  /** Number of gates, each with its own weights. */
  int gates();

  /**
   * Whether the gates see only the sum of input and recurrence, so that both matrix products can go
   * into one buffer.
   */
  boolean isMerged();

  /**
   * Whether the output goes back into the gates through weights; without them, recurrent weights
   * and bias do not exist.
   */
  default boolean hasRecurrentWeights() {
    return true;
  }

  /** Whether the cell carries a second state besides its output. */
  boolean hasCellState();

  /** Reads z and the state before from {@code row}, writes the state after. */
  void forward(CellRow row, int hiddenSize);

  /**
   * Reads z, the state before and the gradients by the state after from {@code row}; writes the
   * gradients by z and by the state before.
   */
  void backward(CellRow row, int hiddenSize);
}
