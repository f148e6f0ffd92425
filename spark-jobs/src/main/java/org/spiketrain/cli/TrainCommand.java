package org.spiketrain.cli;

import org.apache.spark.sql.SparkSession;
import org.spiketrain.config.ExperimentConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spiketrain train}. */
@Command(
    name = "train",
    description = "Train a network on the frames: <output.path>/training and model.zip.")
final class TrainCommand implements Runnable {
  @Mixin private ConfigOptions options;
  @Spec private CommandSpec spec;

  @Option(names = "--resume", description = "Go on from the last checkpoint.")
  private boolean resume;

  @Override
  public void run() {
    ExperimentConfig config = options.load();
    try (SparkSession spark = SparkSessions.open("train")) {
      Experiment experiment = Experiment.open(spark, config);
      new Results(spec.commandLine().getOut())
          .trained(
              resume ? experiment.resumeTraining() : experiment.train(),
              experiment.layout().model());
    }
  }
}
