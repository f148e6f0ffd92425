package org.spiketrain.train;

/** A training was asked to pause, and has left a checkpoint from which it goes on. */
public final class TrainingPausedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TrainingPausedException(long examples) {
    super("paused after %,d examples".formatted(examples));
  }
}
