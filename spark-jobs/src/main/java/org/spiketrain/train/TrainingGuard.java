package org.spiketrain.train;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.spiketrain.data.Manifest;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.results.OutputLayout;
import org.spiketrain.results.RunOutputs;
import org.spiketrain.train.TrainingJob.Start;

/**
 * Refuses a training that could not end well, before it begins.
 *
 * @param output where it would write
 */
record TrainingGuard(Configuration hadoop, OutputLayout output) {
  /**
   * Refuses frames without examples to choose a network by.
   *
   * @param frames their folder
   * @throws UserErrorException if they have none
   */
  void checkEvaluationSplit(Manifest manifest, String frames, TrainingSettings.Course course) {
    boolean needed = course.patience() > 0 || course.keep() == TrainingSettings.Keep.BEST;
    if (needed && manifest.total(course.evaluationSplit()) == 0) {
      throw new UserErrorException(
          "The %s split of %s has no examples, so no network can be found best on it: preprocess with a larger fraction for it, or set training.keep=last and training.patience=0"
              .formatted(course.evaluationSplit().label(), frames));
    }
  }

  /**
   * Refuses to overwrite what was not to be overwritten.
   *
   * @param fresh whether there is no checkpoint
   * @throws UserErrorException if something is in the way
   */
  void checkOutput(Start start, boolean fresh) {
    if (start == Start.FRESH && RunOutputs.exists(hadoop, output.training())) {
      throw new UserErrorException(
          "There is a training in %s already: go on with it with --resume, name another folder with -D output.path=..., or replace it with -D output.overwrite=true"
              .formatted(output.training()));
    }
    boolean fromTheBeginning = start == Start.FRESH || fresh;
    if (start != Start.OVERWRITE && fromTheBeginning) {
      new RunOutputs(hadoop, output)
          .refuseExisting(
              OutputMode.REFUSE_EXISTING,
              List.of(
                  output.model(),
                  output.evaluation(),
                  output.report(),
                  output.profile(),
                  output.attack()));
    }
  }
}
