package org.spiketrain.results;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.metrics.Interval;

/**
 * Results of an ablation over the keys of a grid.
 *
 * @param explanations what keys are for, of those of which that is known
 * @param rows one for each trial, in their order
 */
public record Ablation(
    String title, List<String> keys, Map<String, String> explanations, List<TrialResult> rows) {
  /** One of whose keys nothing is known. */
  public Ablation(String title, List<String> keys, List<TrialResult> rows) {
    this(title, keys, Map.of(), rows);
  }

  /** The network that the run ends with, among the accuracies. */
  public static final String TRAINED = "trained";

  /** The key whose values are drawings of the same. */
  static final String SEED = "seed";

  /** The keys whose values repeat a setting: its results are averaged over them. */
  public static final Set<String> REPEATS = Set.of(SEED, "data.text.fold");

  /** The keys that change what is compared: those besides the seed and the fold. */
  public List<String> settingKeys() {
    return keys.stream().filter(key -> !REPEATS.contains(key)).toList();
  }

  public List<String> networks() {
    return rows.stream().flatMap(row -> row.accuracies().keySet().stream()).distinct().toList();
  }

  /** The layers that spike in any of the networks, by their numbers. */
  public List<String> spikingLayers() {
    return rows.stream().flatMap(row -> row.firingRates().keySet().stream()).distinct().toList();
  }

  /** Whether trials were stopped before their end. */
  public boolean hasCuts() {
    return rows.stream().anyMatch(row -> row.cut().isPresent());
  }

  /** Whether any setting has several trials that are over. */
  public boolean isRepeated() {
    return groups().stream()
        .flatMap(group -> group.accuracies().values().stream())
        .anyMatch(Spread::isRepeated);
  }

  /**
   * The means over seeds and folds, in the order of the settings; those without any result have
   * none.
   */
  public List<Group> groups() {
    Map<Map<String, String>, List<TrialResult>> byLabels = new LinkedHashMap<>();
    for (TrialResult row : rows) {
      byLabels.computeIfAbsent(settings(row.labels()), unused -> new ArrayList<>()).add(row);
    }
    return byLabels.entrySet().stream().map(one -> group(one.getKey(), one.getValue())).toList();
  }

  /** Returns those labels that repetitions of a setting have in common. */
  public static Map<String, String> settings(Map<String, String> labels) {
    Map<String, String> common = new LinkedHashMap<>(labels);
    common.keySet().removeAll(REPEATS);
    return common;
  }

  private Group group(Map<String, String> labels, List<TrialResult> some) {
    Map<String, Spread> spreads = new LinkedHashMap<>();
    for (String network : networks()) {
      double[] values =
          some.stream()
              .flatMap(row -> Stream.ofNullable(row.accuracies().get(network)))
              .mapToDouble(Double::doubleValue)
              .toArray();
      if (values.length > 0) {
        spreads.put(network, Spread.of(values));
      }
    }
    return new Group(labels, some, spreads);
  }

  /** Returns the tables: trials as CSV, Parquet and JSON, and what they are on average as CSV. */
  public Map<String, byte[]> files() {
    return new AblationFiles(this).files();
  }

  /** Returns the order of the trials, and of their settings. */
  public Ranking ranking() {
    return new Ranking(this);
  }

  /**
   * Trials that differ in seed and fold alone.
   *
   * @param labels of the {@link #settingKeys()}
   * @param trials in their order
   * @param accuracies by network, on the split that the trials were evaluated on
   */
  public record Group(
      Map<String, String> labels, List<TrialResult> trials, Map<String, Spread> accuracies) {
    /** The trial of the lowest accuracy; nothing if none has one. */
    public Optional<TrialResult> worst() {
      return trials.stream()
          .filter(trial -> trial.result().isPresent())
          .min(Comparator.comparing(trial -> trial.accuracies().get(TRAINED)));
    }
  }

  /**
   * Some numbers in short.
   *
   * @param deviation the sample standard deviation, 0 of a single one
   * @param least the smallest of them, NaN if there are none, as is the mean
   */
  public record Spread(int count, double mean, double deviation, double least) {
    public static Spread of(double... values) {
      double mean = Arrays.stream(values).average().orElse(Double.NaN);
      double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
      return new Spread(
          values.length,
          mean,
          values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1)),
          Arrays.stream(values).min().orElse(Double.NaN));
    }

    /** Whether there are several, of which alone a deviation is known. */
    public boolean isRepeated() {
      return count > 1;
    }
  }

  /**
   * Result of a trial.
   *
   * @param labels what the values of the grid's keys are called, by key
   * @param result what it gave, unless it failed or was stopped before its end
   * @param cut where it was stopped, if it was
   * @param error why it failed, empty if it did not
   */
  public record TrialResult(
      String name,
      Map<String, String> labels,
      long seed,
      Optional<Result> result,
      Optional<Cut> cut,
      String error) {
    /**
     * Where a trial was stopped because others were better.
     *
     * @param accuracy the best one so far on the split that the training is evaluated on, NaN where
     *     there is none
     */
    public record Cut(long examples, double accuracy) {}

    /** Accuracies by network, those of a trial that failed being none. */
    public Map<String, Double> accuracies() {
      return result.map(Result::accuracies).orElse(Map.of());
    }

    public Map<String, Double> firingRates() {
      return result.map(Result::firingRates).orElse(Map.of());
    }

    /**
     * Accuracy of the trained network, with the parameters that were kept, on the split that its
     * training was evaluated on.
     *
     * @param interval 95 %, where it is known
     */
    public record Deciding(String split, double accuracy, Optional<Interval> interval) {}

    /**
     * Figures of a run.
     *
     * @param split on which it was evaluated
     * @param accuracies accuracy of the trained network and those it was made of, in [0, 1]
     * @param interval of the trained network's, 95 %, where it is known
     * @param deciding on the split that decided what was kept; nothing where none was evaluated, as
     *     a committee is not
     * @param seconds of training, that of an ANN and of all resumptions included
     */
    public record Result(
        String split,
        Map<String, Double> accuracies,
        Optional<Interval> interval,
        Optional<Deciding> deciding,
        Map<String, Double> firingRates,
        double seconds) {
      /** Reads the result of a run that is over. */
      public static Result read(Configuration conf, OutputLayout run) {
        Path file = new Path(run.evaluation(), "metrics.json");
        JsonNode metrics;
        try (InputStream in = FileSystems.of(conf, file).open(file)) {
          metrics = new ObjectMapper().readTree(in.readAllBytes());
        } catch (IOException e) {
          throw new UserErrorException(
              "Cannot read %s: %s. Evaluate that run again, or delete its folder"
                  .formatted(file, e.getMessage()),
              e);
        }
        Map<String, Double> accuracies = new LinkedHashMap<>();
        accuracies.put(TRAINED, metrics.path("accuracy").asDouble());
        List<String> networks =
            new ArrayList<>(List.of(EvaluationSummary.ARTIFICIAL, EvaluationSummary.CONVERTED));
        metrics
            .path("baselines")
            .fieldNames()
            .forEachRemaining(
                name -> {
                  if (name.startsWith(EvaluationSummary.MEMBER)) {
                    networks.add(name);
                  }
                });
        for (String network : networks) {
          JsonNode other = metrics.path("baselines").path(network);
          // Earlier versions wrote nothing but the accuracy.
          JsonNode accuracy = other.isNumber() ? other : other.path("accuracy");
          if (!accuracy.isMissingNode()) {
            accuracies.put(network, accuracy.asDouble());
          }
        }
        Map<String, Double> rates = new LinkedHashMap<>();
        for (JsonNode layer : metrics.path("layers")) {
          rates.put(layer.path("layer").asText(), layer.path("firingRate").asDouble());
        }
        return new Result(
            metrics.path("split").asText(),
            accuracies,
            interval(metrics.path("intervals").path("accuracy")),
            deciding(metrics.path("parametersOf")),
            rates,
            trainingSeconds(conf, run));
      }

      private static Optional<Deciding> deciding(JsonNode parameters) {
        JsonNode accuracy = parameters.path("accuracy");
        return accuracy.isNumber()
            ? Optional.of(
                new Deciding(
                    parameters.path("decidedBy").asText(),
                    accuracy.asDouble(),
                    interval(parameters.path("interval"))))
            : Optional.empty();
      }

      /** Earlier versions wrote none. */
      private static Optional<Interval> interval(JsonNode ends) {
        return ends.size() == 2
            ? Optional.of(new Interval(ends.get(0).asDouble(), ends.get(1).asDouble()))
            : Optional.empty();
      }

      /** Seconds of a run's trainings, that of an ANN and of members included. */
      public static double trainingSeconds(Configuration conf, OutputLayout run) {
        double seconds = seconds(conf, run) + seconds(conf, run.artificial());
        for (String member : new RunOutputs(conf, run).members()) {
          seconds += trainingSeconds(conf, run.member(member));
        }
        return seconds;
      }

      private static double seconds(Configuration conf, OutputLayout training) {
        return new RunFiles(conf, training)
            .readHistory()
            .last()
            .map(HistoryRow::seconds)
            .orElse(0.0);
      }
    }
  }
}
