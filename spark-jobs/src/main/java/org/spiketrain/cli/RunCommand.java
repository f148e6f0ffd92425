package org.spiketrain.cli;

import org.spiketrain.data.io.OutputMode;
import org.spiketrain.pipeline.Experiment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code spiketrain run}. */
@Command(
    name = "run",
    description = "Preprocess, train and evaluate in one go; ends with the report.")
final class RunCommand extends ExperimentCommand {
  @Option(
      names = "--resume",
      description = "Go on where an interrupted run stopped: keep its frames and checkpoints.")
  private boolean resume;

  @Override
  void run(Experiment experiment, Results results) {
    if (!resume && experiment.config().output().mode() == OutputMode.REFUSE_EXISTING) {
      experiment.outputs().requireEmpty();
    }
    results.report((resume ? experiment.resume() : experiment.run()).report());
  }
}
