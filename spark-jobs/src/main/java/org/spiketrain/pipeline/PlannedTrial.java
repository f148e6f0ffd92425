package org.spiketrain.pipeline;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.spiketrain.config.ConfigErrorException;
import org.spiketrain.config.ExperimentConfig;
import org.spiketrain.data.DataKinds;
import org.spiketrain.data.FrameParquet;
import org.spiketrain.data.io.AtomicOutput;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.zoo.ModelProvenance;
import org.spiketrain.results.Ablation.TrialResult;
import org.spiketrain.results.HistoryRow;
import org.spiketrain.results.OutputLayout;
import org.spiketrain.results.RunFiles;
import org.spiketrain.results.RunOutputs;
import org.spiketrain.sweep.Trial;

/** A trial of an ablation as a run, whose frames it shares with all trials of the same data. */
public record PlannedTrial(Trial trial, ExperimentConfig config, OutputLayout layout, Path frames) {
  private static final String DATA_PATH = "data.path";

  /**
   * Plans a trial.
   *
   * @param configuration reads the configuration with values that go before all others
   * @param base the configuration without the trial's values
   * @throws ConfigErrorException if a value is none
   */
  public static PlannedTrial of(
      Trial trial,
      Function<Map<String, String>, ExperimentConfig> configuration,
      ExperimentConfig base,
      OutputLayout ablation) {
    for (String key : trial.chosen().keySet()) {
      if (key.startsWith("output.") || key.startsWith("ablation.")) {
        throw new ConfigErrorException(
            "--grid %s: every trial has an output of its own, and the ablation is the same for all: leave it out"
                .formatted(key));
      }
    }
    OutputLayout layout = ablation.trial(trial.name());
    ExperimentConfig config = configuration.apply(placed(trial.values(), base, layout));
    String frames = trial.name(decidesFrames(config), "all");
    return new PlannedTrial(trial, config, layout, new Path(ablation.frames(), frames));
  }

  /**
   * Plans a run of an experiment beside others, with which it shares frames where the
   * configurations make the same ones.
   *
   * @param values of this run, which the experiment's configuration does not have
   * @param configuration reads the experiment's configuration with values that go before all others
   * @param base the experiment's configuration without the run's values
   * @throws ConfigErrorException if a value is none
   */
  public static PlannedTrial beside(
      Trial trial,
      Map<String, String> values,
      Function<Map<String, String>, ExperimentConfig> configuration,
      ExperimentConfig base,
      OutputLayout all) {
    OutputLayout layout = all.trial(trial.name());
    ExperimentConfig config = configuration.apply(placed(values, base, layout));
    Map<String, String> keys = ExperimentConfig.entriesWithDefaults(config.recipe());
    keys.keySet().removeIf(decidesFrames(config).negate());
    // Those that hash alike and are not are refused before training, as other frames.
    String frames = "%s-%08x".formatted(config.data().kind(), keys.hashCode());
    return new PlannedTrial(trial, config, layout, new Path(all.frames(), frames));
  }

  /** Values of a run, and its own place. */
  private static Map<String, String> placed(
      Map<String, String> values, ExperimentConfig base, OutputLayout layout) {
    Map<String, String> all = new LinkedHashMap<>();
    // It may be written by way of output.path, which is not this one.
    all.put(DATA_PATH, base.data().path());
    all.putAll(values);
    all.put("output.path", layout.root().toString());
    // What trials are compared with is each other.
    all.put("beside.networks", "");
    return all;
  }

  /** Files of recorded events come with their splits; the seed assigns all other examples. */
  private static Predicate<String> decidesFrames(ExperimentConfig config) {
    boolean comesSplit =
        DataKinds.get(config.data().kind()).comesSplit() && !config.data().table().isNamed();
    return key ->
        key.startsWith("data.") || key.startsWith("split.") || (key.equals("seed") && !comesSplit);
  }

  /** Returns whether its run is over; refuses one of another configuration. */
  boolean isDone(Configuration conf) {
    if (!RunOutputs.exists(conf, layout.report()) || !RunOutputs.exists(conf, layout.model())) {
      return false;
    }
    ModelProvenance made = ModelFile.read(conf, layout.model()).provenance();
    Map<String, String> before = ExperimentConfig.entriesWithDefaults(made.configuration());
    Map<String, String> now = ExperimentConfig.entriesWithDefaults(config.recipe());
    TreeSet<String> differences = new TreeSet<>();
    now.forEach(
        (key, value) -> {
          if (decidesResult(key) && !value.equals(before.get(key))) {
            differences.add("%s %s instead of %s".formatted(key, before.get(key), value));
          }
        });
    if (hasFrames(conf)
        && !FrameParquet.readManifest(conf, frames)
            .framesFingerprint()
            .equals(made.framesFingerprint())) {
      differences.add("other frames than those in " + frames);
    }
    if (!differences.isEmpty()) {
      throw new UserErrorException(
          "The run in %s is of another configuration, with %s: name another output with -D output.path=..., or replace its trials with -D output.overwrite=true"
              .formatted(layout.root(), String.join(", ", differences)));
    }
    return true;
  }

  /** Returns whether its frames are there, all of them: object stores move one after the other. */
  boolean hasFrames(Configuration conf) {
    return AtomicOutput.isWhole(conf, frames);
  }

  /** Returns the number of its examples at a fraction of them; its frames are there. */
  long examplesAt(Configuration conf, double fraction) {
    long trained = FrameParquet.readManifest(conf, frames).totalTrained();
    long all = config.training().forExamples(trained).course().examples();
    return (long) Math.ceil(fraction * all);
  }

  /** Returns the best accuracy so far at the first evaluation at or after some examples. */
  private OptionalDouble accuracyAt(Configuration conf, long examples) {
    List<HistoryRow> rows = new RunFiles(conf, layout).readHistory().rows();
    long before = rows.stream().filter(row -> row.examples() < examples).count();
    return rows.stream()
        .limit(before + 1)
        .mapToDouble(row -> row.evaluation().accuracy())
        .filter(accuracy -> !Double.isNaN(accuracy))
        .max();
  }

  /** Returns what it gave: of the whole run, or at a cut of its examples. */
  TrialResult result(Configuration conf, double until) {
    boolean over = until == 1 || RunOutputs.exists(conf, layout.report());
    return new TrialResult(
        trial.name(),
        trial.labels(),
        config.training().settings().seed(),
        over ? Optional.of(TrialResult.Result.read(conf, layout)) : Optional.empty(),
        until == 1 ? Optional.empty() : Optional.of(cut(conf, examplesAt(conf, until))),
        "");
  }

  private TrialResult.Cut cut(Configuration conf, long examples) {
    return new TrialResult.Cut(examples, accuracyAt(conf, examples).orElse(Double.NaN));
  }

  TrialResult failed(String error) {
    return new TrialResult(
        trial.name(),
        trial.labels(),
        config.training().settings().seed(),
        Optional.empty(),
        Optional.empty(),
        error);
  }

  private static boolean decidesResult(String key) {
    return Stream.of("energy.", "scoring.", "attack.").noneMatch(key::startsWith);
  }
}
