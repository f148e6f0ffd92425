package org.spiketrain.train;

import org.spiketrain.results.HistoryRow;

/** Follows a training. */
public interface TrainingProgress {
  /** Ignores everything. */
  TrainingProgress SILENT =
      new TrainingProgress() {
        @Override
        public void round(long examples, long total) {}

        @Override
        public void evaluated(HistoryRow row) {}

        @Override
        public void ended() {}
      };

  /** A round is over: so many examples of the total have been trained on. */
  void round(long examples, long total);

  /** The network was evaluated. */
  void evaluated(HistoryRow row);

  /** The training is over, whether it succeeded or not. */
  void ended();
}
