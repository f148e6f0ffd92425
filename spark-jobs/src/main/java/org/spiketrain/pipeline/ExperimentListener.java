package org.spiketrain.pipeline;

import org.apache.hadoop.fs.Path;
import org.spiketrain.data.Manifest;
import org.spiketrain.results.EvaluationSummary;
import org.spiketrain.results.HistoryRow;
import org.spiketrain.train.TrainingJob;
import org.spiketrain.train.TrainingProgress;

/** Follows an experiment: called while a network is trained, and after each stage. */
public interface ExperimentListener extends TrainingProgress {
  ExperimentListener NONE = new ExperimentListener() {};

  /** Called when the frames are there, made now or by an earlier run. */
  default void preprocessed(Manifest frames, Path folder) {}

  /** Called when a network is trained, with its file. */
  default void trained(TrainingJob.Result training, Path model) {}

  default void evaluated(EvaluationSummary summary) {}

  /** Returns a listener that passes on the progress of trainings only. */
  static ExperimentListener following(TrainingProgress progress) {
    return new ExperimentListener() {
      @Override
      public void round(long examples, long total) {
        progress.round(examples, total);
      }

      @Override
      public void evaluated(HistoryRow row) {
        progress.evaluated(row);
      }

      @Override
      public void ended() {
        progress.ended();
      }
    };
  }
}
