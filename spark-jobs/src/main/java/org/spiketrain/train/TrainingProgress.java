package org.spiketrain.train;

import org.spiketrain.results.HistoryRow;

/** Is told how a training gets on. */
public interface TrainingProgress {
  /** Tells nobody. */
  TrainingProgress SILENT =
      new TrainingProgress() {
        @Override
        public void round(long examples, long total) {}

        @Override
        public void evaluated(HistoryRow row) {}
      };

  /** A round is over: so many examples of the total have been trained on. */
  void round(long examples, long total);

  /** The network was evaluated. */
  void evaluated(HistoryRow row);
}
