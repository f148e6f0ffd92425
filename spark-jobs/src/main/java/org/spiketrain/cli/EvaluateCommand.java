package org.spiketrain.cli;

import org.apache.spark.sql.SparkSession;
import org.spiketrain.config.ExperimentConfig;
import org.spiketrain.results.OutputLayout;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code spiketrain evaluate}. */
@Command(
    name = "evaluate",
    description =
        "Evaluate a trained network on a split: <output.path>/evaluation and report.html.")
final class EvaluateCommand implements Runnable {
  @Mixin private ConfigOptions options;
  @Mixin private ModelOptions tried;
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    ExperimentConfig config = options.load();
    try (SparkSession spark = SparkSessions.open("evaluate")) {
      Experiment experiment = Experiment.open(spark, config);
      OutputLayout layout = experiment.layout();
      Experiment.Evaluated evaluated =
          experiment.evaluate(tried.model(layout), tried.frames(layout), config.output().mode());
      Results results = new Results(spec.commandLine().getOut());
      results.evaluated(evaluated.summary());
      results.report(evaluated.report());
    }
  }
}
