package org.spiketrain.train;

/** What keeps the states that a training could go on from. */
@FunctionalInterface
interface CheckpointStore {
  void write(TrainingState state);

  /** Writes the state that a training ends with, from which nobody trains on. */
  default void writeLast(TrainingState state) {
    write(state);
  }

  /**
   * Where beside a state its workers write what they keep to themselves, before the state is
   * written.
   *
   * @throws UnsupportedOperationException if they keep nothing here
   */
  default WorkerFiles workers(TrainingState state) {
    throw new UnsupportedOperationException("workers keep nothing");
  }
}
