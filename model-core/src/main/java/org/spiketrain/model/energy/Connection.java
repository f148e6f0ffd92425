package org.spiketrain.model.energy;

import java.io.Serializable;
import java.util.Arrays;

/** Weights between two groups of neurons, as a linear layer that is called once a time step. */
final class Connection implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int[] fanOut;
  private final int width;

  /**
   * @param fanOut for each input, how many of its weights are not 0
   * @param width weights of each input
   */
  Connection(int[] fanOut, int width) {
    this.fanOut = fanOut;
    this.width = width;
  }

  /** Number of inputs; 0 where there are no such weights. */
  int inputs() {
    return fanOut.length;
  }

  /** Weights, be they 0 or not. */
  long weights() {
    return (long) fanOut.length * width;
  }

  /** Weights that are not 0. */
  long synapses() {
    return Arrays.stream(fanOut).asLongStream().sum();
  }

  /** Calls it with some columns of what a layer gives at a step. */
  void call(float[] step, int from, NeuroBenchTally tally) {
    long effective = 0;
    boolean areSpikes = true;
    for (int k = 0; k < fanOut.length; k++) {
      float value = step[from + k];
      effective += value != 0f ? fanOut[k] : 0;
      areSpikes &= isSpike(value);
    }
    tally.synapses(effective, areSpikes, weights());
  }

  /** Returns whether a value is a spike to NeuroBench, one of either sign, or none. */
  static boolean isSpike(float value) {
    return value == 0f || Math.abs(value) == 1f;
  }
}
