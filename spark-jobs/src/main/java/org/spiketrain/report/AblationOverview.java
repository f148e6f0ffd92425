package org.spiketrain.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.spiketrain.data.Wording;
import org.spiketrain.model.metrics.Interval;
import org.spiketrain.results.Ablation;
import org.spiketrain.results.Ablation.Group;
import org.spiketrain.results.Ablation.Spread;
import org.spiketrain.results.Ablation.TrialResult;
import org.spiketrain.results.Ablation.TrialResult.Result;
import org.spiketrain.results.EvaluationSummary;
import org.spiketrain.results.Ranking;

/** An ablation for a reader: sentences on the best, and tables, the best first. */
public final class AblationOverview {
  private static final String NOTHING = "–";

  /** Last parts of keys that would be taken for columns of results. */
  private static final Set<String> RESERVED = Set.of("trial", "rank", "trials", "setting");

  private final Ablation ablation;
  private final Ranking ranking;
  private final Map<String, String> headings;

  public AblationOverview(Ablation ablation) {
    this.ablation = ablation;
    this.ranking = ablation.ranking();
    this.headings = headings(ablation.keys());
  }

  /** A line on the best setting, where settings were repeated, and one on the best trial. */
  public List<String> best() {
    List<String> lines = new ArrayList<>();
    ranking.bestSetting().ifPresent(group -> lines.add(best(group)));
    ranking
        .best()
        .ifPresentOrElse(
            trial -> lines.add("Best trial: %s: %s".formatted(trial.name(), figures(trial))),
            () -> lines.add("No trial is over yet."));
    return lines;
  }

  private String best(Group group) {
    List<String> figures = new ArrayList<>();
    if (ranking.isIndependent()) {
      figures.add(ranking.split() + " accuracy " + spread(ranking.score(group)));
    }
    figures.add(ranking.reported() + " accuracy " + spread(of(group, Ablation.TRAINED)));
    return "Best setting, by the mean of %s: %s: %s"
        .formatted(
            Wording.counted(ranking.score(group).count(), "trial"),
            labels(group.labels()),
            String.join(", ", figures));
  }

  private static String labels(Map<String, String> labels) {
    return labels.entrySet().stream()
        .map(one -> one.getKey() + " = " + one.getValue())
        .collect(Collectors.joining(", "));
  }

  /** The accuracies of a trial that is over, each with its split, in a line. */
  private String figures(TrialResult trial) {
    Result result = trial.result().orElseThrow();
    List<String> figures = new ArrayList<>();
    ranking
        .deciding(trial)
        .ifPresent(
            one -> figures.add(one.split() + " accuracy " + with(one.accuracy(), one.interval())));
    figures.add(
        result.split()
            + " accuracy "
            + with(result.accuracies().get(Ablation.TRAINED), result.interval()));
    return String.join(", ", figures);
  }

  private static String with(double accuracy, Optional<Interval> interval) {
    return Wording.score(accuracy)
        + interval
            .map(
                ends -> " (%s–%s)".formatted(Wording.score(ends.low()), Wording.score(ends.high())))
            .orElse("");
  }

  private static String spread(Spread spread) {
    if (spread.count() == 0) {
      return NOTHING;
    }
    return Wording.score(spread.mean())
        + (spread.isRepeated() ? " ± " + Wording.score(spread.deviation()) : "");
  }

  private static Spread of(Group group, String network) {
    return group.accuracies().getOrDefault(network, Spread.of());
  }

  /** A header, and a row for each trial. */
  public List<List<String>> trials() {
    Map<String, Function<TrialResult, String>> columns = new LinkedHashMap<>();
    columns.put("trial", TrialResult::name);
    columns.put("rank", row -> number(ranking.rank(row)));
    headings.forEach((key, heading) -> columns.put(heading, row -> label(row, key)));
    if (ranking.isIndependent()) {
      columns.put(
          ranking.split() + " accuracy",
          row ->
              ranking
                  .deciding(row)
                  .map(one -> with(one.accuracy(), one.interval()))
                  .orElse(NOTHING));
    }
    for (String network : ablation.networks()) {
      columns.put(heading(network), row -> accuracy(row, network));
    }
    ablation
        .spikingLayers()
        .forEach(
            layer ->
                columns.put(
                    "firing rate of layer " + layer,
                    row ->
                        Optional.ofNullable(row.firingRates().get(layer))
                            .map(Wording::significant)
                            .orElse(NOTHING)));
    columns.put(
        "training time",
        row -> row.result().map(one -> Wording.duration(one.seconds())).orElse(NOTHING));
    if (ablation.hasCuts()) {
      columns.put("stopped at", row -> row.cut().map(AblationOverview::stopped).orElse(""));
    }
    columns.put("failed because", TrialResult::error);
    return table(columns, ranking.trials());
  }

  private static String stopped(TrialResult.Cut cut) {
    return Wording.counted(cut.examples(), "example")
        + (Double.isNaN(cut.accuracy()) ? "" : ", accuracy " + Wording.score(cut.accuracy()));
  }

  private static String accuracy(TrialResult row, String network) {
    Double accuracy = row.accuracies().get(network);
    if (accuracy == null) {
      return NOTHING;
    }
    return with(
        accuracy,
        network.equals(Ablation.TRAINED)
            ? row.result().flatMap(Result::interval)
            : Optional.empty());
  }

  private static String label(TrialResult row, String key) {
    return row.labels().getOrDefault(key, NOTHING);
  }

  private static String number(OptionalInt rank) {
    return rank.isPresent() ? Integer.toString(rank.getAsInt()) : NOTHING;
  }

  private String heading(String network) {
    return ranking.reported()
        + " accuracy"
        + (network.equals(Ablation.TRAINED) ? "" : ": " + EvaluationSummary.networkTitle(network));
  }

  /** A header, and a row for each setting. */
  public List<List<String>> settings() {
    Map<String, Function<Group, String>> columns = new LinkedHashMap<>();
    headings.entrySet().stream()
        .filter(one -> ablation.settingKeys().contains(one.getKey()))
        .forEach(
            one ->
                columns.put(
                    one.getValue(), group -> group.labels().getOrDefault(one.getKey(), NOTHING)));
    if (columns.isEmpty()) {
      columns.put("setting", group -> "all");
    }
    columns.put("rank", group -> number(ranking.rank(group)));
    columns.put("trials", group -> Integer.toString(of(group, Ablation.TRAINED).count()));
    if (ranking.isIndependent()) {
      columns.put(ranking.split() + " accuracy", group -> spread(ranking.score(group)));
    }
    for (String network : ablation.networks()) {
      columns.put(heading(network), group -> spread(of(group, network)));
    }
    columns.put(
        "worst " + ranking.reported() + " accuracy",
        group -> group.worst().map(this::worst).orElse(NOTHING));
    return table(columns, ranking.settings());
  }

  private String worst(TrialResult trial) {
    Map<String, String> repeated = new LinkedHashMap<>(trial.labels());
    repeated.keySet().retainAll(Ablation.REPEATS);
    String which =
        repeated.entrySet().stream()
            .map(one -> headings.get(one.getKey()) + " " + one.getValue())
            .collect(Collectors.joining(", "));
    return Wording.score(trial.accuracies().get(Ablation.TRAINED))
        + (which.isEmpty() ? "" : ", of " + which);
  }

  /** A header, and a row for each key: what its columns are called, its values, what it is for. */
  public List<List<String>> keys() {
    Map<String, Function<String, String>> columns = new LinkedHashMap<>();
    columns.put("key", key -> key);
    columns.put("column", key -> headings.get(key));
    columns.put("values", this::values);
    columns.put("what it is", key -> ablation.explanations().getOrDefault(key, ""));
    return table(columns, ablation.keys());
  }

  private String values(String key) {
    return ablation.rows().stream()
        .flatMap(row -> Stream.ofNullable(row.labels().get(key)))
        .distinct()
        .collect(Collectors.joining(", "));
  }

  /** What columns of keys are called: their last parts, or the whole of those that share one. */
  private static Map<String, String> headings(List<String> keys) {
    Map<String, String> headings = new LinkedHashMap<>();
    for (String key : keys) {
      long alike = keys.stream().filter(other -> last(other).equals(last(key))).count();
      headings.put(key, alike > 1 || RESERVED.contains(last(key)) ? key : last(key));
    }
    return headings;
  }

  private static String last(String key) {
    return key.substring(key.lastIndexOf('.') + 1).replace('-', ' ');
  }

  /** Columns in which no row has anything are left out. */
  private static <T> List<List<String>> table(
      Map<String, Function<T, String>> columns, List<T> rows) {
    Map<String, Function<T, String>> some = new LinkedHashMap<>(columns);
    some.values().removeIf(column -> rows.stream().map(column).allMatch(cell -> isNothing(cell)));
    List<List<String>> table = new ArrayList<>();
    table.add(List.copyOf(some.keySet()));
    for (T row : rows) {
      table.add(some.values().stream().map(column -> column.apply(row)).toList());
    }
    return table;
  }

  private static boolean isNothing(String cell) {
    return cell.isEmpty() || cell.equals(NOTHING);
  }
}
