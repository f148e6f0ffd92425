package org.spiketrain.cli;

import org.apache.spark.sql.SparkSession;
import org.spiketrain.config.ExperimentConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code spiketrain preprocess}. */
@Command(
    name = "preprocess",
    description =
        "Turn names, recorded events or sentences into Parquet frames: <output.path>/frames.")
final class PreprocessCommand implements Runnable {
  @Mixin private ConfigOptions options;
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    ExperimentConfig config = options.load();
    try (SparkSession spark = SparkSessions.open("preprocess")) {
      Experiment experiment = Experiment.open(spark, config);
      new Results(spec.commandLine().getOut())
          .preprocessed(experiment.preprocess(), experiment.layout().frames());
    }
  }
}
