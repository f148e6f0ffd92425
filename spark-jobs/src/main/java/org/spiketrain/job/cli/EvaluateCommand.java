package org.spiketrain.job.cli;

import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.job.config.ExperimentConfig;
import org.spiketrain.job.report.OutputLayout;
import org.spiketrain.preprocess.source.PathSetting;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spiketrain evaluate}. */
@Command(
    name = "evaluate",
    description =
        "Evaluate a trained network on a split: <output.path>/evaluation and report.html.")
final class EvaluateCommand implements Runnable {
  @Mixin private ConfigOptions options;
  @Spec private CommandSpec spec;

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description = "The model. Default: <output.path>/model.zip.")
  private Optional<String> model;

  @Option(
      names = "--frames",
      paramLabel = "FOLDER",
      description = "The frames. Default: <output.path>/frames.")
  private Optional<String> frames;

  @Override
  public void run() {
    ExperimentConfig config = options.load();
    try (SparkSession spark = SparkSessions.open("evaluate")) {
      Experiment experiment = Experiment.open(spark, config);
      OutputLayout layout = experiment.layout();
      Path modelFile = model.map(m -> PathSetting.parse("--model", m)).orElse(layout.model());
      Path folder = frames.map(f -> PathSetting.parse("--frames", f)).orElse(layout.frames());
      Experiment.Evaluated evaluated =
          experiment.evaluate(modelFile, folder, config.output().mode());
      Results results = new Results(spec.commandLine().getOut());
      results.evaluated(evaluated.summary());
      results.report(evaluated.report());
    }
  }
}
