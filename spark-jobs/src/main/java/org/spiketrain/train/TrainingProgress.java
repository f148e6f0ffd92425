package org.spiketrain.train;

import org.spiketrain.results.HistoryRow;

/** Follows a training; what it does not override it ignores. */
public interface TrainingProgress {
  /** A round is over: so many examples of the total have been trained on. */
  default void round(long examples, long total) {}

  default void evaluated(HistoryRow row) {}

  /** The training is over, whether it succeeded or not. */
  default void ended() {}
}
