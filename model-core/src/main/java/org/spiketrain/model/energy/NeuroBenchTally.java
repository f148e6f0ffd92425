package org.spiketrain.model.energy;

import java.io.Serializable;

/**
 * Whole numbers that NeuroBench's metrics of a workload are made of. Tallies of parts of a data set
 * merge into that of the whole, in any order.
 */
public final class NeuroBenchTally implements Serializable {
  private static final long serialVersionUID = 1L;

  private long samples;
  private long multiplyAccumulates;
  private long accumulates;
  private long dense;
  private long silent;
  private long activations;

  /** A sample has gone through. */
  void sample() {
    samples++;
  }

  /**
   * Weights have been called with inputs.
   *
   * @param effective weights that are not 0 of inputs that are not 0
   * @param areSpikes whether all the inputs are spikes, so that nothing is multiplied
   * @param weights all of them
   */
  void synapses(long effective, boolean areSpikes, long weights) {
    accumulates += areSpikes ? effective : 0;
    multiplyAccumulates += areSpikes ? 0 : effective;
    dense += weights;
  }

  /** A layer has given something on, [time][width]. */
  void activations(float[][] output) {
    for (float[] step : output) {
      for (float value : step) {
        silent += value == 0f ? 1 : 0;
      }
      activations += step.length;
    }
  }

  /** Adds another tally of the same network to this one, and returns this one. */
  NeuroBenchTally merge(NeuroBenchTally other) {
    samples += other.samples;
    multiplyAccumulates += other.multiplyAccumulates;
    accumulates += other.accumulates;
    dense += other.dense;
    silent += other.silent;
    activations += other.activations;
    return this;
  }

  double activationSparsity() {
    return silent / (double) Math.max(1, activations);
  }

  double effectiveMacs() {
    return aSample(multiplyAccumulates);
  }

  double effectiveAcs() {
    return aSample(accumulates);
  }

  double dense() {
    return aSample(dense);
  }

  private double aSample(long count) {
    return count / (double) Math.max(1, samples);
  }
}
