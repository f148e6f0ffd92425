package org.spiketrain.cli;

import org.spiketrain.pipeline.Experiment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code spiketrain train}. */
@Command(
    name = "train",
    description = "Train a network on the frames: <output.path>/training and model.zip.")
final class TrainCommand extends ExperimentCommand {
  @Option(names = "--resume", description = "Go on from the last checkpoint.")
  private boolean resume;

  @Override
  void run(Experiment experiment, Results results) {
    if (resume) {
      experiment.resumeTraining();
    } else {
      experiment.train();
    }
  }
}
