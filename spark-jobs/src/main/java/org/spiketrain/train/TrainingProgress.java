package org.spiketrain.train;

import org.spiketrain.results.HistoryRow;

/** Follows a training; what it does not override it ignores. */
public interface TrainingProgress {
  /** A round is over: so many examples of the total have been trained on. */
  default void round(long examples, long total) {}

  /**
   * The same, with all that is known; where a training is only heard of now and then, behind
   * several rounds.
   */
  default void round(RoundReport round) {
    round(round.examples(), round.total());
  }

  default void evaluated(HistoryRow row) {}

  /**
   * Number of examples at or after which an evaluation is the last one for now: the training goes
   * on from there later, if at all.
   */
  default long pausesAt() {
    return Long.MAX_VALUE;
  }

  /** The training is over, whether it succeeded or not. */
  default void ended() {}
}
