package org.spiketrain.model.neuron;

/** Way in which the spikes of a layer go back into it. */
public enum Recurrence {
  /** Not at all. */
  NONE,
  /** Every neuron to every neuron, by weights and a bias. */
  ALL_TO_ALL,
  /** Every neuron to itself, by a factor V. */
  ONE_TO_ONE
}
