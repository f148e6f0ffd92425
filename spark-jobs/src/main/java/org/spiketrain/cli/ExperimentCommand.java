package org.spiketrain.cli;

import org.spiketrain.config.ExperimentConfig;
import org.spiketrain.pipeline.Experiment;
import org.spiketrain.pipeline.SparkSessions;
import org.spiketrain.report.Reports;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * The template of commands on an experiment: reads the configuration, starts Spark under the
 * command's name, opens the experiment, and shows on the screen what becomes of it.
 */
abstract class ExperimentCommand implements Runnable {
  @Mixin private ConfigOptions options;
  @Spec private CommandSpec spec;

  @Override
  public final void run() {
    ExperimentConfig config = options.load();
    try (SparkSessions.Opened spark = SparkSessions.open(spec.name())) {
      Results results = new Results(spec.commandLine().getOut());
      run(Experiment.open(spark.session(), config, results, new Reports()), results);
    }
  }

  /**
   * Does the command's work.
   *
   * @param results follows the experiment, and shows what else there is to show
   */
  abstract void run(Experiment experiment, Results results);
}
