package org.spiketrain.cli;

import java.util.Optional;
import org.spiketrain.config.ExperimentConfig;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.score.OutputFormat;
import org.spiketrain.score.ScoreSettings;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ITypeConverter;

/** How to score: a configuration, and options that go before it. */
final class ScoreOptions {
  @Option(
      names = "--config",
      paramLabel = "CONFIG",
      description = "Configuration whose output.path and scoring section are used.")
  private Optional<String> file;

  @Mixin private Overrides overrides;

  @Option(
      names = "--top-k",
      paramLabel = "N",
      converter = CountConverter.class,
      description =
          "Classes given for each name, sentence or recording. Default: scoring.top-k, 3.")
  private Optional<Integer> top;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      converter = FormatConverter.class,
      description = {
        "parquet, csv or json (JSON Lines). Default: scoring.format, parquet.",
        "Those given as arguments are answered in csv or json too, where that is asked for here."
      })
  private Optional<OutputFormat> format;

  @Option(names = "--overwrite", description = "Replace earlier scores in --output.")
  private boolean overwrite;

  ExperimentConfig load() {
    return file.map(overrides::over).orElseGet(overrides::overDefaults);
  }

  /** The number of classes that was asked for on the command line. */
  Optional<Integer> top() {
    return top;
  }

  /** The format that was asked for on the command line. */
  Optional<OutputFormat> format() {
    return format;
  }

  /** Whether the configuration says where the model lies. */
  boolean nameAnOutput() {
    return file.isPresent() || overrides.contain("output.path");
  }

  ScoreSettings settings(ExperimentConfig config) {
    ScoreSettings defaults = config.scoring();
    return new ScoreSettings(
        top.orElse(defaults.top()),
        format.orElse(defaults.format()),
        defaults.csv(),
        overwrite ? OutputMode.OVERWRITE : defaults.mode());
  }

  /** Reads an output format. */
  static final class FormatConverter implements ITypeConverter<OutputFormat> {
    @Override
    public OutputFormat convert(String text) {
      return Choice.of(OutputFormat.class, text);
    }
  }
}
