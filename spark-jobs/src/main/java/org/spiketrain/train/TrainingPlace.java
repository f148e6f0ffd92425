package org.spiketrain.train;

/** Where a training is computed; closed when it is over. */
interface TrainingPlace extends AutoCloseable {
  Workforce workforce();

  /**
   * Trains on from a state until all examples are seen or patience is at an end.
   *
   * @throws TrainingPausedException if it is to stop before
   */
  TrainingState train(Trainer trainer, TrainingState from);

  @Override
  void close();
}
