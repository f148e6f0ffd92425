package org.spiketrain.model.neuron;

/**
 * Effect of a spike on the membrane potential, as in snnTorch. With {@code R = 1} where the
 * membrane potential of the step before exceeds the threshold (no gradient passes through R):
 */
public enum Reset {
  /** {@code R * threshold} is taken off. */
  SUBTRACT,
  /** The membrane potential is multiplied by {@code 1 - R}. */
  ZERO,
  /** Nothing. */
  NONE
}
