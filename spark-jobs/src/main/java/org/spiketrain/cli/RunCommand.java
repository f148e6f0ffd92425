package org.spiketrain.cli;

import org.apache.spark.sql.SparkSession;
import org.spiketrain.config.ExperimentConfig;
import org.spiketrain.data.OutputMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spiketrain run}. */
@Command(
    name = "run",
    description = "Preprocess, train and evaluate in one go; ends with the report.")
final class RunCommand implements Runnable {
  @Mixin private ConfigOptions options;
  @Spec private CommandSpec spec;

  @Option(
      names = "--resume",
      description = "Go on where an interrupted run stopped: keep its frames and checkpoints.")
  private boolean resume;

  @Override
  public void run() {
    ExperimentConfig config = options.load();
    try (SparkSession spark = SparkSessions.open("run")) {
      Experiment experiment = Experiment.open(spark, config);
      if (!resume && config.output().mode() == OutputMode.REFUSE_EXISTING) {
        experiment.outputs().requireEmpty();
      }
      Results results = new Results(spec.commandLine().getOut());
      WholeRun steps = new WholeRun(experiment, results);
      results.report((resume ? steps.resumed() : steps.fresh()).report());
    }
  }
}
