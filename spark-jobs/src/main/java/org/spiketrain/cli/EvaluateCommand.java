package org.spiketrain.cli;

import org.spiketrain.pipeline.Experiment;
import org.spiketrain.results.OutputLayout;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code spiketrain evaluate}. */
@Command(
    name = "evaluate",
    description =
        "Evaluate a trained network on a split: <output.path>/evaluation and report.html.")
final class EvaluateCommand extends ExperimentCommand {
  @Mixin private ModelOptions tried;

  @Override
  void run(Experiment experiment, Results results) {
    OutputLayout layout = experiment.layout();
    Experiment.Evaluated evaluated =
        experiment.evaluate(
            tried.model(layout), tried.frames(layout), experiment.config().output().mode());
    results.report(evaluated.report());
  }
}
