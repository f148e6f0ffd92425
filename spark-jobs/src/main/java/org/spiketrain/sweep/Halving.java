package org.spiketrain.sweep;

import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Successive halving (Jamieson and Talwalkar 2016) in synchronous rungs: all trials stop at the
 * first cut, and one in {@code factor} of their settings goes on, and so at each cut. Asynchronous
 * promotion (ASHA) would depend on which trial ends first.
 *
 * @param factor of the examples of two cuts, and of those that go on; below 2 there are no cuts
 * @param rungs number of cuts before the end
 */
public record Halving(int factor, int rungs) {
  /** The fractions of the examples at which trials stop, ascending, below 1. */
  public List<Double> cuts() {
    return factor < 2
        ? List.of()
        : IntStream.rangeClosed(1, rungs)
            .mapToObj(rung -> Math.pow(factor, rung - rungs - 1.0))
            .toList();
  }

  /**
   * Those trials that go on: of the best settings, one in {@code factor} and at least one, by the
   * mean score of their repetitions; of equal ones those that come first.
   *
   * @param setting what trials that are repetitions of each other have in common
   * @param score NaN for one that does not count, and does not go on
   */
  public <T> List<T> promoted(List<T> trials, Function<T, ?> setting, ToDoubleFunction<T> score) {
    Map<T, Double> scores = new LinkedHashMap<>();
    trials.forEach(trial -> scores.put(trial, score.applyAsDouble(trial)));
    scores.values().removeIf(one -> one.isNaN());
    Map<Object, Double> means =
        scores.keySet().stream()
            .collect(
                Collectors.groupingBy(
                    setting, LinkedHashMap::new, Collectors.averagingDouble(scores::get)));
    Set<Object> best =
        new HashSet<>(
            means.keySet().stream()
                .sorted(Comparator.comparing(means::get, Comparator.reverseOrder()))
                .limit((means.size() + factor - 1) / factor)
                .toList());
    return scores.keySet().stream().filter(trial -> best.contains(setting.apply(trial))).toList();
  }
}
