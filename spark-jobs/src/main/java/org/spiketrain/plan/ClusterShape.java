package org.spiketrain.plan;

/**
 * A cluster, as far as it matters to a training.
 *
 * @param executors at least 1
 * @param cores of each executor, at least 1
 * @param gigabits a second that a machine sends and takes, above 0
 */
public record ClusterShape(int executors, int cores, double gigabits) {
  /** Workers that train at a time. */
  public int slots() {
    return Math.multiplyExact(executors, cores);
  }

  /** How often so many workers take turns in the slots. */
  int turns(int workers) {
    return (workers + slots() - 1) / slots();
  }
}
