package org.spiketrain.results;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Results of an ablation.
 *
 * @param title name of the experiment
 * @param keys keys of the grid
 * @param rows one a setting, in their order
 */
public record Ablation(String title, List<String> keys, List<TrialResult> rows) {
  /** The network that the run ends with, among the accuracies. */
  public static final String TRAINED = "trained";

  /** The key whose values are drawings of the same. */
  static final String SEED = "seed";

  /** The keys whose values repeat a setting: its results are averaged over them. */
  private static final Set<String> REPEATS = Set.of(SEED, "data.text.fold");

  /** The keys that change what is compared: those besides the seed and the fold. */
  public List<String> settingKeys() {
    return keys.stream().filter(key -> !REPEATS.contains(key)).toList();
  }

  /** Returns what the accuracies are of, in any of the rows. */
  public List<String> networks() {
    return results(rows).flatMap(one -> one.accuracies().keySet().stream()).distinct().toList();
  }

  /** The layers whose firing rates any of the rows has. */
  public List<String> layers() {
    return results(rows).flatMap(one -> one.firingRates().keySet().stream()).distinct().toList();
  }

  private static Stream<TrialResult.Result> results(List<TrialResult> some) {
    return some.stream().map(TrialResult::result).flatMap(Optional::stream);
  }

  /**
   * The means over seeds and folds, in the order of the settings; those without any result have
   * none.
   */
  public List<Group> groups() {
    Map<Map<String, String>, List<TrialResult>> byLabels = new LinkedHashMap<>();
    for (TrialResult row : rows) {
      Map<String, String> labels = new LinkedHashMap<>(row.labels());
      labels.keySet().removeAll(REPEATS);
      byLabels.computeIfAbsent(labels, unused -> new ArrayList<>()).add(row);
    }
    List<Group> groups = new ArrayList<>();
    byLabels.forEach((labels, some) -> groups.add(group(labels, some)));
    return groups;
  }

  private Group group(Map<String, String> labels, List<TrialResult> some) {
    Map<String, Spread> spreads = new LinkedHashMap<>();
    for (String network : networks()) {
      double[] values =
          results(some)
              .filter(one -> one.accuracies().containsKey(network))
              .mapToDouble(one -> one.accuracies().get(network))
              .toArray();
      if (values.length > 0) {
        spreads.put(network, Spread.of(values));
      }
    }
    return new Group(labels, spreads);
  }

  /**
   * Accuracies of a trial over its seeds and folds.
   *
   * @param labels what the values of {@link #settingKeys()} are called, by key
   * @param accuracies by network
   */
  public record Group(Map<String, String> labels, Map<String, Spread> accuracies) {}

  /**
   * Some numbers.
   *
   * @param count how many
   * @param mean their mean
   * @param deviation their sample standard deviation; 0 of a single one
   */
  public record Spread(int count, double mean, double deviation) {
    public static Spread of(double... values) {
      double mean = Arrays.stream(values).average().orElse(Double.NaN);
      double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
      return new Spread(
          values.length, mean, values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1)));
    }
  }
}
