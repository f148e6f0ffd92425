package org.spiketrain.cli;

import org.spiketrain.pipeline.Experiment;
import picocli.CommandLine.Command;

/** {@code spiketrain preprocess}. */
@Command(
    name = "preprocess",
    description =
        "Turn names, recorded events or sentences into Parquet frames: <output.path>/frames.")
final class PreprocessCommand extends ExperimentCommand {
  @Override
  void run(Experiment experiment, Results results) {
    experiment.preprocess();
  }
}
