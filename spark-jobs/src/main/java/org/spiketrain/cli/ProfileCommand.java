package org.spiketrain.cli;

import java.util.Optional;
import org.spiketrain.cli.Choice.CountConverter;
import org.spiketrain.pipeline.Experiment;
import org.spiketrain.results.OutputLayout;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spiketrain profile}. */
@Command(
    name = "profile",
    description = {
      "Profile networks for sentences, their time steps and energy: <output.path>/profile.",
      "A network, and those it was made of, run over a split once each, which shows accuracy against",
      "time steps, active neurons, operations and energy."
    })
final class ProfileCommand extends ExperimentCommand {
  @Mixin private ModelOptions chosen;

  @Option(
      names = "--time-steps",
      paramLabel = "N",
      converter = CountConverter.class,
      description =
          "Time steps to run spiking networks for. Default: those they were trained with.")
  private Optional<Integer> timeSteps;

  @Override
  void run(Experiment experiment, Results results) {
    OutputLayout layout = experiment.layout();
    results.profiled(
        experiment.profile(chosen.model(layout), chosen.frames(layout), timeSteps.orElse(0)));
    results.report(layout.profileReport());
  }
}
