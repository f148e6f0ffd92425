package org.spiketrain.train;

import org.spiketrain.results.HistoryRow;

/** Follows a training; what it does not override it ignores. */
public interface TrainingProgress {
  /** A round is over: so many examples of the total have been trained on. */
  default void round(long examples, long total) {}

  default void evaluated(HistoryRow row) {}

  /** Returns whether a training that was just evaluated is to go on now, or later from there. */
  default boolean isToGoOn(HistoryRow row) {
    return true;
  }

  /** The training is over, whether it succeeded or not. */
  default void ended() {}
}
