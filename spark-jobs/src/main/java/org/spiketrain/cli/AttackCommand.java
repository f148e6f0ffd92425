package org.spiketrain.cli;

import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.config.ExperimentConfig;
import org.spiketrain.results.OutputLayout;
import org.spiketrain.robustness.AttackSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spiketrain attack}. */
@Command(
    name = "attack",
    description = {
      "Attack the networks of a run by changing words of sentences: <output.path>/attack.",
      "The artificial network, the converted one and the fine-tuned one, those that there are,",
      "are asked about the same sentences of evaluation.split. In those that they answer rightly,",
      "words are replaced by others of like meaning, and letters mistyped."
    })
final class AttackCommand implements Runnable {
  @Mixin private ConfigOptions options;
  @Mixin private ModelOptions tried;
  @Spec private CommandSpec spec;

  @Option(
      names = "--sentences",
      paramLabel = "N",
      converter = CountConverter.FromZero.class,
      description = "Sentences to try, 0 for all. Default: attack.sentences, 1000.")
  private Optional<Integer> sentences;

  @Override
  public void run() {
    ExperimentConfig config = options.load();
    AttackSettings settings = sentences.map(config.attack()::withSentences).orElse(config.attack());
    try (SparkSession spark = SparkSessions.open("attack")) {
      Experiment experiment = Experiment.open(spark, config);
      OutputLayout layout = experiment.layout();
      Results results = new Results(spec.commandLine().getOut());
      results.attacked(experiment.attack(tried.model(layout), tried.frames(layout), settings));
      results.report(layout.attackReport());
    }
  }
}
