package org.spiketrain.model.energy;

import java.io.Serializable;
import java.util.Map;

/**
 * Operations of a layer, or of a whole network: arithmetic, and accesses of a memory of 32-bit
 * words.
 *
 * @param multiplyAccumulates multiplications with the addition of their product
 * @param accumulates additions alone
 * @param weightReads weights and biases read
 * @param stateReads membrane potentials read
 * @param stateWrites membrane potentials written
 * @param activationReads inputs read: values, or the addresses of spikes
 * @param activationWrites outputs written, likewise
 */
public record Operations(
    long multiplyAccumulates,
    long accumulates,
    long weightReads,
    long stateReads,
    long stateWrites,
    long activationReads,
    long activationWrites)
    implements Serializable {
  /** None at all. */
  public static final Operations NONE = new Operations(0, 0, 0, 0, 0, 0, 0);

  /** The sum of all. */
  public static Operations sum(Map<String, Operations> parts) {
    return parts.values().stream().reduce(NONE, Operations::plus);
  }

  /** These and others. */
  public Operations plus(Operations other) {
    return new Operations(
        multiplyAccumulates + other.multiplyAccumulates,
        accumulates + other.accumulates,
        weightReads + other.weightReads,
        stateReads + other.stateReads,
        stateWrites + other.stateWrites,
        activationReads + other.activationReads,
        activationWrites + other.activationWrites);
  }

  /**
   * Work of neurons that receive spikes one by one and are updated once a time step.
   *
   * @param reached spikes times the neurons that each of them reaches: each is an addition to a
   *     potential
   * @param weighted how many of these additions are of a weight, which is read for it
   */
  static Operations ofSpikes(
      long reached, long weighted, Updates updates, long spikesRead, long spikesWritten) {
    long count = updates.count();
    return new Operations(
        updates.leaking() ? count : 0,
        reached + (updates.leaking() ? 0 : count),
        weighted + (updates.biased() ? count : 0),
        reached + count,
        reached + count,
        spikesRead,
        spikesWritten);
  }

  /**
   * Updates of neurons: an addition of the bias, comparison with the threshold and reset, or a
   * multiplication with it where potentials decay.
   *
   * @param count neurons times time steps
   */
  record Updates(long count, boolean leaking, boolean biased) {}

  /**
   * Work of an ANN's neurons: every input of every neuron is read and multiplied with a weight that
   * is read for it, then the bias is added; sums are kept in a register.
   */
  static Operations ofValues(long products, long neurons) {
    return new Operations(products, neurons, products + neurons, 0, 0, products, neurons);
  }

  /** Additions of a row of weights for each spike that comes in, into registers. */
  static Operations ofLookups(long spikes, long fanOut) {
    return new Operations(0, spikes * fanOut, spikes * fanOut, 0, 0, spikes, 0);
  }

  /** The mean over all positions: additions, of values that are read, into a register a column. */
  static Operations ofMean(long values, long columns) {
    return new Operations(0, values, 0, 0, 0, values, columns);
  }
}
