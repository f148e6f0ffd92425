package org.spiketrain.model.energy;

import java.io.Serializable;

/**
 * Costs of single operations, in picojoules.
 *
 * @param multiplyAccumulate a multiplication and an addition
 * @param accumulate an addition
 * @param weightAccess a weight read
 * @param stateAccess a membrane potential read or written
 * @param activationAccess an input or output, be it a value or a spike, read or written
 */
public record EnergyCosts(
    double multiplyAccumulate,
    double accumulate,
    double weightAccess,
    double stateAccess,
    double activationAccess)
    implements Serializable {
  private static final double PICO = 1e-12;
  private static final double MICRO = 1e-6;

  /** Energy of the arithmetic, in joules. */
  public double arithmetic(Operations operations) {
    return PICO
        * (multiplyAccumulate * operations.multiplyAccumulates()
            + accumulate * operations.accumulates());
  }

  /** Energy of the accesses of memory, in joules. */
  public double memory(Operations operations) {
    return PICO
        * (weightAccess * operations.weightReads()
            + stateAccess * (operations.stateReads() + operations.stateWrites())
            + activationAccess * (operations.activationReads() + operations.activationWrites()));
  }

  /** Energy of both, in joules. */
  public double total(Operations operations) {
    return arithmetic(operations) + memory(operations);
  }

  /** Energy of both, in microjoules. */
  public double microjoules(Operations operations) {
    return total(operations) / MICRO;
  }
}
