package org.spiketrain.job.cli;

import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.job.config.ExperimentConfig;
import org.spiketrain.job.config.HadoopSettings;
import org.spiketrain.job.report.OutputLayout;
import org.spiketrain.job.report.RunOutputs;
import org.spiketrain.job.score.ScoreJob;
import org.spiketrain.job.score.ScorePrinter;
import org.spiketrain.job.score.ScoreSettings;
import org.spiketrain.job.score.SingleScorer;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.preprocess.OutputMode;
import org.spiketrain.preprocess.source.PathSetting;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spiketrain score}. */
@Command(
    name = "score",
    description = {
      "Score names with a trained network: a few, or files of them.",
      "Names given as arguments are answered at once; --input and --output score text, CSV or",
      "Parquet files, or a folder of them, on Spark."
    })
final class ScoreCommand implements Runnable {
  @Mixin private ScoreOptions options;
  @Spec private CommandSpec spec;

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description = "The model. Default: <output.path>/model.zip of the configuration.")
  private Optional<String> model;

  @Option(
      names = "--input",
      paramLabel = "PATH",
      description = {
        "Text (a name a line), CSV or Parquet (column \"name\") to score, or a folder",
        "of such files, on any Hadoop file system."
      })
  private Optional<String> input;

  @Option(names = "--output", paramLabel = "PATH", description = "Folder for the scores.")
  private Optional<String> output;

  @Parameters(paramLabel = "NAME", arity = "0..*", description = "Names to score.")
  private List<String> names = List.of();

  @Override
  public void run() {
    checkUsage();
    ExperimentConfig config = options.load();
    ScoreSettings settings = options.settings(config);
    Path file =
        model
            .map(m -> PathSetting.parse("--model", m))
            .orElseGet(() -> OutputLayout.of(config.output().path()).model());
    if (names.isEmpty()) {
      scoreFiles(file, input.orElseThrow(), output.orElseThrow(), settings);
    } else {
      SingleScorer scorer =
          new SingleScorer(ModelFile.scoring(ModelFile.read(HadoopSettings.submitted(), file)));
      new ScorePrinter(System.out).print(scorer.score(names, settings.top()));
    }
  }

  private void scoreFiles(Path file, String from, String to, ScoreSettings settings) {
    try (SparkSession spark = SparkSessions.open("score")) {
      Configuration conf = spark.sessionState().newHadoopConf();
      refuseExisting(conf, to, settings.mode());
      ScoreJob job = new ScoreJob(spark, ModelFile.scoring(ModelFile.read(conf, file)));
      new Results(spec.commandLine().getOut()).scored(job.run(from, to, settings));
    }
  }

  private static void refuseExisting(Configuration conf, String to, OutputMode mode) {
    if (mode == OutputMode.REFUSE_EXISTING
        && RunOutputs.exists(conf, PathSetting.parse("--output", to))) {
      throw new UserErrorException(
          "Output %s exists already: name another with --output, or replace it with --overwrite"
              .formatted(to));
    }
  }

  private void checkUsage() {
    if (options.wantsNothing()) {
      throw usage("--top-k must be at least 1");
    }
    if (model.isEmpty() && !options.nameAnOutput()) {
      throw usage("Which model? Name it with --model FILE, or its run with -D output.path=...");
    }
    if (names.isEmpty() && input.isEmpty()) {
      throw usage("Nothing to score: give names, or files with --input and --output");
    }
    if (!names.isEmpty() && (input.isPresent() || output.isPresent())) {
      throw usage("Give either names or files with --input and --output, not both");
    }
    if (names.isEmpty() && output.isEmpty()) {
      throw usage("Where to? Name a folder for the scores with --output");
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
