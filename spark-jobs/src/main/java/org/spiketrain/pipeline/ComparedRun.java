package org.spiketrain.pipeline;

import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.spiketrain.config.ExperimentConfig;
import org.spiketrain.data.Split;

/**
 * A run to be compared with others.
 *
 * @param experiment what the experiment is called that it is a run of
 * @param from what the user named: a configuration, a folder or a model's file
 * @param model the file of its model
 * @param frames what it is asked about
 * @param split of the frames
 * @param trial how it is run where it has not been yet; empty where it is over
 */
public record ComparedRun(
    String experiment,
    String from,
    Path model,
    Path frames,
    Split split,
    Optional<PlannedTrial> trial) {
  /**
   * One that is over.
   *
   * @param base says which split it is asked about
   */
  public static ComparedRun finished(
      String experiment, String from, Path model, Path frames, ExperimentConfig base) {
    return new ComparedRun(
        experiment, from, model, frames, base.evaluation().split(), Optional.empty());
  }

  /** One that is run first, unless it has been. */
  public static ComparedRun planned(String experiment, String from, PlannedTrial trial) {
    return new ComparedRun(
        experiment,
        from,
        trial.layout().model(),
        trial.frames(),
        trial.config().evaluation().split(),
        Optional.of(trial));
  }
}
