package org.spiketrain.cli;

import org.spiketrain.data.OutputMode;
import org.spiketrain.results.OutputLayout;
import org.spiketrain.train.TrainingJob;

/**
 * All steps of an experiment, one after the other.
 *
 * @param experiment whose steps
 * @param results is told what each step has done
 */
record WholeRun(Experiment experiment, Results results) {
  /** From the beginning; what an earlier run left is replaced. */
  Experiment.Evaluated fresh() {
    results.preprocessed(experiment.preprocess(), experiment.frames());
    return evaluated(experiment.train());
  }

  /** From where an earlier run was interrupted. */
  Experiment.Evaluated resumed() {
    results.preprocessed(experiment.preprocessOnce(), experiment.frames());
    return evaluated(experiment.resumeTraining());
  }

  private Experiment.Evaluated evaluated(TrainingJob.Result training) {
    OutputLayout layout = experiment.layout();
    results.trained(training, layout.model());
    Experiment.Evaluated evaluated =
        experiment.evaluate(layout.model(), experiment.frames(), OutputMode.OVERWRITE);
    results.evaluated(evaluated.summary());
    return evaluated;
  }
}
