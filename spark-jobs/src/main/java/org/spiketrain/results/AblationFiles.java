package org.spiketrain.results;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Stream;
import org.spiketrain.model.metrics.Interval;
import org.spiketrain.results.Ablation.Group;
import org.spiketrain.results.Ablation.Spread;
import org.spiketrain.results.Ablation.TrialResult;
import org.spiketrain.results.Ablation.TrialResult.Deciding;
import org.spiketrain.results.Ablation.TrialResult.Result;
import org.spiketrain.results.ResultTable.Column;

/** An ablation as tables for programs: a row a trial, and a row a setting. */
final class AblationFiles {
  private final Ablation ablation;
  private final Ranking ranking;

  AblationFiles(Ablation ablation) {
    this.ablation = ablation;
    this.ranking = ablation.ranking();
  }

  Map<String, byte[]> files() {
    ResultTable<TrialResult> trials = new ResultTable<>(columns(), ablation.rows());
    ResultTable<Group> settings = new ResultTable<>(settingColumns(), ablation.groups());
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("title", ablation.title());
    tree.put("keys", ablation.keys());
    tree.put("rankedBy", ranking.split());
    tree.put("note", ranking.note());
    ranking.best().ifPresent(best -> tree.put("best", best.name()));
    tree.put("trials", trials.tree());
    tree.put("settings", settings.tree());
    return Map.of(
        "ablation.csv", trials.csv(),
        "ablation.parquet", trials.parquet(),
        "ablation.json", OutputFiles.json(tree),
        "ablation-summary.csv", settings.csv());
  }

  private List<Column<TrialResult>> columns() {
    List<Column<TrialResult>> columns = new ArrayList<>();
    columns.add(new Column<>("trial", String.class, TrialResult::name));
    List<String> keys = ablation.keys();
    for (String key :
        keys.contains(Ablation.SEED)
            ? keys
            : Stream.concat(keys.stream(), Stream.of(Ablation.SEED)).toList()) {
      columns.add(
          key.equals(Ablation.SEED)
              ? new Column<>(key, Long.class, TrialResult::seed)
              : new Column<>(key, String.class, row -> row.labels().get(key)));
    }
    columns.add(new Column<>("rank", Long.class, row -> number(ranking.rank(row))));
    if (ranking.isIndependent()) {
      String name = ranking.split() + "_accuracy";
      columns.add(
          new Column<>(
              name,
              Double.class,
              row -> ranking.deciding(row).map(Deciding::accuracy).orElse(null)));
      addInterval(columns, name, row -> ranking.deciding(row).flatMap(Deciding::interval));
    }
    columns.add(ofResult("split", String.class, Result::split));
    for (String network : ablation.networks()) {
      String name = "accuracy_" + network;
      columns.add(new Column<>(name, Double.class, row -> row.accuracies().get(network)));
      if (network.equals(Ablation.TRAINED)) {
        addInterval(columns, name, row -> row.result().flatMap(Result::interval));
      }
    }
    ablation
        .spikingLayers()
        .forEach(
            layer ->
                columns.add(
                    new Column<>(
                        "firing_rate_layer_" + layer,
                        Double.class,
                        row -> row.firingRates().get(layer))));
    columns.add(ofResult("training_seconds", Double.class, Result::seconds));
    if (ablation.hasCuts()) {
      columns.add(ofCut("stopped_at", Long.class, TrialResult.Cut::examples));
      columns.add(ofCut("accuracy_there", Double.class, TrialResult.Cut::accuracy));
    }
    columns.add(new Column<>("error", String.class, TrialResult::error));
    return columns;
  }

  private static Long number(OptionalInt rank) {
    return rank.isPresent() ? (long) rank.getAsInt() : null;
  }

  private static void addInterval(
      List<Column<TrialResult>> columns,
      String of,
      Function<TrialResult, Optional<Interval>> interval) {
    columns.add(
        new Column<>(
            of + "_low", Double.class, row -> interval.apply(row).map(Interval::low).orElse(null)));
    columns.add(
        new Column<>(
            of + "_high",
            Double.class,
            row -> interval.apply(row).map(Interval::high).orElse(null)));
  }

  private static Column<TrialResult> ofResult(
      String name, Class<?> type, Function<Result, Object> value) {
    return new Column<>(name, type, row -> row.result().map(value).orElse(null));
  }

  private static Column<TrialResult> ofCut(
      String name, Class<?> type, Function<TrialResult.Cut, Object> value) {
    return new Column<>(name, type, row -> row.cut().map(value).orElse(null));
  }

  private List<Column<Group>> settingColumns() {
    List<Column<Group>> columns = new ArrayList<>();
    for (String key : ablation.settingKeys()) {
      columns.add(new Column<>(key, String.class, group -> group.labels().get(key)));
    }
    columns.add(new Column<>("rank", Long.class, group -> number(ranking.rank(group))));
    columns.add(
        new Column<>("runs", Long.class, group -> (long) spread(group, Ablation.TRAINED).count()));
    if (ranking.isIndependent()) {
      addSpread(columns, ranking.split() + "_accuracy", ranking::score);
    }
    for (String network : ablation.networks()) {
      addSpread(columns, network, group -> spread(group, network));
    }
    if (ablation.isRepeated()) {
      columns.add(
          new Column<>(
              "worst_trial",
              String.class,
              group -> group.worst().map(TrialResult::name).orElse(null)));
    }
    return columns;
  }

  private static Spread spread(Group group, String network) {
    return group.accuracies().getOrDefault(network, Spread.of());
  }

  /** Of single trials there is no deviation, and none that is the worst. */
  private void addSpread(List<Column<Group>> columns, String name, Function<Group, Spread> spread) {
    columns.add(new Column<>(name + "_mean", Double.class, group -> spread.apply(group).mean()));
    if (ablation.isRepeated()) {
      columns.add(
          new Column<>(
              name + "_deviation",
              Double.class,
              group ->
                  Optional.of(spread.apply(group))
                      .filter(Spread::isRepeated)
                      .map(Spread::deviation)
                      .orElse(null)));
      columns.add(
          new Column<>(name + "_worst", Double.class, group -> spread.apply(group).least()));
    }
  }
}
