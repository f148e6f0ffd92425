package org.spiketrain.cli;

import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.config.ExperimentConfig;
import org.spiketrain.results.OutputLayout;
import org.spiketrain.results.ProfileSummary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spiketrain profile}. */
@Command(
    name = "profile",
    description = {
      "Profile networks for sentences, their time steps and energy: <output.path>/profile.",
      "A network, and those it was made of, run over a split once each, which tells accuracy against",
      "time steps, active neurons, operations and energy."
    })
final class ProfileCommand implements Runnable {
  @Mixin private ConfigOptions options;
  @Spec private CommandSpec spec;
  @Mixin private ModelOptions chosen;

  @Option(
      names = "--time-steps",
      paramLabel = "N",
      converter = CountConverter.class,
      description =
          "Time steps to run spiking networks for. Default: those they were trained with.")
  private Optional<Integer> timeSteps;

  @Override
  public void run() {
    ExperimentConfig config = options.load();
    try (SparkSession spark = SparkSessions.open("profile")) {
      Experiment experiment = Experiment.open(spark, config);
      OutputLayout layout = experiment.layout();
      ProfileSummary profile =
          experiment.profile(chosen.model(layout), chosen.frames(layout), timeSteps.orElse(0));
      Results results = new Results(spec.commandLine().getOut());
      results.profiled(profile);
      results.report(layout.profileReport());
    }
  }
}
