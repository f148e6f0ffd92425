package org.spiketrain.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.spiketrain.config.ModelUse;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.data.io.PathSetting;
import org.spiketrain.pipeline.RegistryModels;
import org.spiketrain.pipeline.SparkSessions;
import org.spiketrain.score.ScoreSettings;
import org.spiketrain.score.ScoreSettings.ScoreTarget;
import org.spiketrain.score.ScoreSettings.Write;
import org.spiketrain.score.StreamJob;
import org.spiketrain.score.StreamSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spiketrain score-stream}. */
@Command(
    name = "score-stream",
    description = {
      "Score names or sentences as they arrive, each once.",
      "They arrive as files in a folder, or from what scoring.source names, such as kafka. A row is scored by the version of the model that was in use then, which stands in the column model_version. Killed and started again, it goes on."
    })
final class ScoreStreamCommand extends ConsoleCommand implements Callable<Integer> {
  private static final Duration EVERY = Duration.ofSeconds(10);
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h)");

  @Mixin private ScoringOptions scoring;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      required = true,
      description =
          "The model: models:/NAME@ALIAS of the registry, looked up before every micro-batch, or a model.zip.")
  private String model;

  @Option(
      names = "--input",
      paramLabel = "FOLDER",
      description =
          "Folder in which files arrive, whole ones (move them there): text (one a line), CSV, TSV, JSON Lines, Parquet or ORC, all of one format. Other sources: -D scoring.source.format=kafka, with its settings in scoring.source.options (docs/SCORING.md).")
  private Optional<String> input;

  @Option(
      names = "--output",
      paramLabel = "FOLDER",
      description =
          "Folder of the scores, with a folder batch=N of every micro-batch; a table instead: scoring.target.table.")
  private Optional<String> output;

  @Option(
      names = "--checkpoint",
      paramLabel = "FOLDER",
      description =
          "Folder of what is done already. Default: the output with -checkpoint behind it.")
  private Optional<String> checkpoint;

  @Option(names = "--once", description = "Score what is there, and end.")
  private boolean once;

  @Option(
      names = "--trigger",
      paramLabel = "TIME",
      description = "Look for new rows every so often: 500ms, 10s, 5m, 1h. Default: 10s.")
  private Optional<String> trigger;

  @Override
  public Integer call() {
    checkUsage();
    ModelUse config = scoring.config(Map.of());
    StreamSettings settings = settings(config.scoring());
    try (SparkSessions.Opened spark = SparkSessions.open("score-stream")) {
      spark.requireLasting(settings.scoring().target().table());
      Configuration conf = spark.session().sessionState().newHadoopConf();
      Results results = new Results(out());
      new StreamJob(
              spark.session(),
              new RegistryModels(conf, config.registry(), model, settings.scoring().rule()),
              results::batch)
          .run(settings);
      return ExitCode.OK;
    }
  }

  private StreamSettings settings(ScoreSettings defaults) {
    ScoreTarget target = defaults.target();
    boolean intoTable = !target.table().isBlank();
    if (output.isPresent() == intoTable) {
      throw usage(
          "Where to? Name either a folder with --output or a table with scoring.target.table");
    }
    if (intoTable && checkpoint.isEmpty()) {
      throw usage("A table has no place for what is done already: name a folder with --checkpoint");
    }
    if (input.isEmpty() && defaults.source().format().isEmpty()) {
      throw usage(
          "Nothing arrives: name a folder with --input, or a source such as -D"
              + " scoring.source.format=kafka");
    }
    ScoreSettings settings =
        defaults.into(
            new ScoreTarget(
                intoTable ? Write.APPEND : Write.WHOLE,
                target.table(),
                target.partitionBy(),
                intoTable ? target.rejects() : ""),
            OutputMode.REFUSE_EXISTING);
    String to = output.map(path -> PathSetting.parse("--output", path).toString()).orElse("");
    return new StreamSettings(
        settings,
        input.map(path -> PathSetting.parse("--input", path).toString()).orElse(""),
        to,
        checkpoint
            .map(path -> PathSetting.parse("--checkpoint", path).toString())
            .orElse(to + "-checkpoint"),
        once ? Optional.empty() : Optional.of(trigger.map(this::duration).orElse(EVERY)));
  }

  private Duration duration(String text) {
    Matcher parts = DURATION.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!parts.matches()) {
      throw usage(
          "--trigger %s is no time: expected a number and ms, s, m or h, as in 10s"
              .formatted(text));
    }
    long number = Long.parseLong(parts.group(1));
    return switch (parts.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      default -> Duration.ofHours(number);
    };
  }

  private void checkUsage() {
    if (once && trigger.isPresent()) {
      throw usage("Give either --once or --trigger, not both");
    }
  }
}
