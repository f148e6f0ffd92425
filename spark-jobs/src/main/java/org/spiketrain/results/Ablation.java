package org.spiketrain.results;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.results.ResultTable.Column;

/** Results of an ablation over the keys of a grid: a row for each trial, in their order. */
public record Ablation(String title, List<String> keys, List<TrialResult> rows) {
  /** The network that the run ends with, among the accuracies. */
  public static final String TRAINED = "trained";

  /** The key whose values are drawings of the same. */
  private static final String SEED = "seed";

  /** The keys whose values repeat a setting: its results are averaged over them. */
  public static final Set<String> REPEATS = Set.of(SEED, "data.text.fold");

  /** The keys that change what is compared: those besides the seed and the fold. */
  public List<String> settingKeys() {
    return keys.stream().filter(key -> !REPEATS.contains(key)).toList();
  }

  public List<String> networks() {
    return rows.stream().flatMap(row -> row.accuracies().keySet().stream()).distinct().toList();
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
    return new Group(labels, spreads);
  }

  /** Returns the tables: trials as CSV, Parquet and JSON, and what they are on average as CSV. */
  public Map<String, byte[]> files() {
    ResultTable<TrialResult> table = table();
    return Map.of(
        "ablation.csv", table.csv(),
        "ablation.parquet", table.parquet(),
        "ablation.json", OutputFiles.json(tree(table)),
        "ablation-summary.csv", ResultTable.csv(summary()));
  }

  private Map<String, Object> tree(ResultTable<TrialResult> table) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("title", title);
    tree.put("keys", keys);
    tree.put("trials", table.tree());
    tree.put("settings", groups());
    return tree;
  }

  /** Returns a header, and a row for each trial. */
  public List<List<String>> trials() {
    return table().shown();
  }

  private ResultTable<TrialResult> table() {
    return new ResultTable<>(columns(), rows);
  }

  private List<Column<TrialResult>> columns() {
    List<Column<TrialResult>> columns = new ArrayList<>();
    columns.add(new Column<>("trial", String.class, TrialResult::name));
    for (String key :
        keys.contains(SEED) ? keys : Stream.concat(keys.stream(), Stream.of(SEED)).toList()) {
      columns.add(
          key.equals(SEED)
              ? new Column<>(SEED, Long.class, TrialResult::seed)
              : new Column<>(key, String.class, row -> row.labels().get(key)));
    }
    columns.add(ofResult("split", String.class, TrialResult.Result::split));
    for (String network : networks()) {
      columns.add(
          new Column<>("accuracy_" + network, Double.class, row -> row.accuracies().get(network)));
    }
    rows.stream()
        .flatMap(row -> row.firingRates().keySet().stream())
        .distinct()
        .forEach(
            layer ->
                columns.add(
                    new Column<>(
                        "firing_rate_layer_" + layer,
                        Double.class,
                        row -> row.firingRates().get(layer))));
    columns.add(ofResult("training_seconds", Double.class, TrialResult.Result::seconds));
    if (rows.stream().anyMatch(row -> row.cut().isPresent())) {
      columns.add(
          new Column<>(
              "stopped_at",
              Long.class,
              row -> row.cut().map(TrialResult.Cut::examples).orElse(null)));
      columns.add(
          new Column<>(
              "accuracy_there",
              Double.class,
              row -> row.cut().map(TrialResult.Cut::accuracy).orElse(null)));
    }
    columns.add(new Column<>("error", String.class, TrialResult::error));
    return columns;
  }

  private static Column<TrialResult> ofResult(
      String name, Class<?> type, Function<TrialResult.Result, Object> value) {
    return new Column<>(name, type, row -> row.result().map(value).orElse(null));
  }

  /** Returns a header, and a row for each combination of values without seed and fold. */
  public List<List<String>> summary() {
    Spread none = new Spread(0, 0, 0);
    Map<String, Function<Group, String>> columns = new LinkedHashMap<>();
    settingKeys().forEach(key -> columns.put(key, group -> group.labels().getOrDefault(key, "")));
    columns.put(
        "runs", group -> Integer.toString(group.accuracies().getOrDefault(TRAINED, none).count()));
    for (String network : networks()) {
      Function<Group, Spread> of = group -> group.accuracies().getOrDefault(network, none);
      columns.put(
          network + "_mean",
          group -> of.apply(group).count() < 1 ? "" : ResultTable.digits(of.apply(group).mean()));
      columns.put(
          network + "_deviation",
          group ->
              of.apply(group).count() < 2 ? "" : ResultTable.digits(of.apply(group).deviation()));
    }
    return table(columns, groups());
  }

  private static <T> List<List<String>> table(
      Map<String, Function<T, String>> columns, List<T> rows) {
    List<List<String>> table = new ArrayList<>(List.of(List.copyOf(columns.keySet())));
    rows.forEach(
        row -> table.add(columns.values().stream().map(column -> column.apply(row)).toList()));
    return table;
  }

  /**
   * Accuracies by network of a trial over its seeds and folds, with the labels of its {@link
   * #settingKeys()}.
   */
  public record Group(Map<String, String> labels, Map<String, Spread> accuracies) {}

  /** The mean and the sample standard deviation of some numbers, 0 of a single one. */
  public record Spread(int count, double mean, double deviation) {
    public static Spread of(double... values) {
      double mean = Arrays.stream(values).average().orElse(Double.NaN);
      double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
      return new Spread(
          values.length, mean, values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1)));
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

    private Map<String, Double> firingRates() {
      return result.map(Result::firingRates).orElse(Map.of());
    }

    /**
     * Figures of a run.
     *
     * @param accuracies accuracy of the trained network and those it was made of, in [0, 1]
     * @param seconds of training, that of an ANN and of all resumptions included
     */
    public record Result(
        String split,
        Map<String, Double> accuracies,
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
            metrics.path("split").asText(), accuracies, rates, trainingSeconds(conf, run));
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
