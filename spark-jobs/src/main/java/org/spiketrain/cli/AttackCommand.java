package org.spiketrain.cli;

import java.util.Optional;
import org.spiketrain.cli.Choice.CountConverter;
import org.spiketrain.pipeline.Experiment;
import org.spiketrain.results.OutputLayout;
import org.spiketrain.robustness.AttackSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spiketrain attack}. */
@Command(
    name = "attack",
    description = {
      "Attack the networks of a run by changing words of sentences: <output.path>/attack.",
      "The ANN, the converted one and the fine-tuned one, those that there are,",
      "are asked about the same sentences of evaluation.split. In those that they answer rightly,",
      "words are replaced by others of like meaning, and letters mistyped."
    })
final class AttackCommand extends ExperimentCommand {
  @Mixin private ModelOptions tried;

  @Option(
      names = "--sentences",
      paramLabel = "N",
      converter = CountConverter.FromZero.class,
      description = "Sentences to try, 0 for all. Default: attack.sentences, 1000.")
  private Optional<Integer> sentences;

  @Override
  void run(Experiment experiment, Results results) {
    OutputLayout layout = experiment.layout();
    AttackSettings configured = experiment.config().attack();
    AttackSettings settings = sentences.map(configured::withSentences).orElse(configured);
    results.attacked(experiment.attack(tried.model(layout), tried.frames(layout), settings));
    results.report(layout.attackReport());
  }
}
