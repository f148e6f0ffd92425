package org.spiketrain.job.cli;

import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.job.attack.AttackSettings;
import org.spiketrain.job.config.ExperimentConfig;
import org.spiketrain.job.report.OutputLayout;
import org.spiketrain.preprocess.source.PathSetting;
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
      "The artificial network, the converted one and the one that was trained on, those that",
      "there are, are asked about the same sentences of evaluation.split. In those that they",
      "answer rightly, words are replaced by others of like meaning, and letters mistyped."
    })
final class AttackCommand implements Runnable {
  @Mixin private ConfigOptions options;
  @Spec private CommandSpec spec;

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description = {
        "The model. Default: <output.path>/model.zip. Where it is called model.zip, the networks",
        "that it was made of are attacked too."
      })
  private Optional<String> model;

  @Option(
      names = "--frames",
      paramLabel = "FOLDER",
      description = "The frames. Default: <output.path>/frames.")
  private Optional<String> frames;

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
      Path modelFile = model.map(m -> PathSetting.parse("--model", m)).orElse(layout.model());
      Path folder = frames.map(f -> PathSetting.parse("--frames", f)).orElse(layout.frames());
      Results results = new Results(spec.commandLine().getOut());
      results.attacked(experiment.attack(modelFile, folder, settings));
      results.report(layout.attackReport());
    }
  }
}
