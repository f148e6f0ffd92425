package org.spiketrain.benchmarks.compare;

/**
 * Unit of work that is timed: everything that has to be done for one minibatch, its data being at
 * hand.
 */
@FunctionalInterface
public interface Step {
  /**
   * Does the work once.
   *
   * @param count how often it was done before
   * @return number of examples worked on
   */
  int run(int count);
}
