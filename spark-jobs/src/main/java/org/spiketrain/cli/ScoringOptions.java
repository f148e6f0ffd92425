package org.spiketrain.cli;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.spiketrain.cli.Choice.CountConverter;
import org.spiketrain.config.ModelUse;
import org.spiketrain.score.ScoreSettings.OutputFormat;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code score} and {@code score-stream} have in common: keys of scoring, in short. */
final class ScoringOptions {
  @Option(
      names = "--config",
      paramLabel = "CONFIG",
      description = "Configuration whose scoring and registry sections, and output.path, are used.")
  private Optional<String> configuration;

  @Mixin private Overrides overrides;

  @Option(
      names = "--column",
      paramLabel = "NAME",
      description = "Column of the names or sentences (scoring.source.column).")
  private Optional<String> column;

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
      description =
          "parquet, orc, csv or json (JSON Lines). Default: scoring.format, parquet. Names given to score as arguments are answered in csv or json too, where that is asked for here.")
  private Optional<OutputFormat> format;

  @Option(
      names = "--priors",
      paramLabel = "SHARES",
      description =
          "Shares of the classes for which to answer: trained (as in the training), uniform, or CLASS=SHARE,... Default: scoring.priors, trained.")
  private Optional<String> priors;

  @Option(
      names = "--none-below",
      paramLabel = "P",
      description =
          "Give no answer where the best class is less probable. Default: scoring.none-below, 0.")
  private Optional<String> noneBelow;

  Optional<Integer> top() {
    return top;
  }

  Optional<OutputFormat> format() {
    return format;
  }

  /** Whether it is known where a run lies. */
  boolean nameARun() {
    return configuration.isPresent() || overrides.contain("output.path");
  }

  /** The configuration with these options, and further keys. */
  ModelUse config(Map<String, String> more) {
    Map<String, String> keys = new HashMap<>(more);
    column.ifPresent(name -> keys.put("scoring.source.column", name));
    top.ifPresent(number -> keys.put("scoring.top-k", Integer.toString(number)));
    format.ifPresent(one -> keys.put("scoring.format", one.name().toLowerCase(Locale.ROOT)));
    priors.ifPresent(shares -> keys.put("scoring.priors", shares));
    noneBelow.ifPresent(probability -> keys.put("scoring.none-below", probability));
    return overrides.modelUse(configuration, keys);
  }
}
