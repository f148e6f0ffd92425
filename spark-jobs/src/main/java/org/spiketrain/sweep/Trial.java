package org.spiketrain.sweep;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One combination of values.
 *
 * @param chosen a value of each axis that is varied, by the axis' key, in the axes' order
 */
public record Trial(Map<String, GridAxis.Level> chosen) {
  /** Longer names do not help a reader, and file systems end at 255 bytes. */
  private static final int LONGEST_NAME = 120;

  public Trial {
    chosen = new LinkedHashMap<>(chosen);
  }

  /** All combinations, the values of the last axis changing first. */
  static List<Trial> all(List<GridAxis> axes) {
    return all(new Trial(Map.of()), axes);
  }

  /** All combinations of these with what a trial has chosen already. */
  static List<Trial> all(Trial begun, List<GridAxis> axes) {
    List<Trial> trials = List.of(begun);
    for (GridAxis axis : axes) {
      trials =
          trials.stream()
              .flatMap(
                  trial ->
                      trial.isVaried(axis)
                          ? axis.levels().stream().map(level -> trial.with(axis.key(), level))
                          : Stream.of(trial))
              .toList();
    }
    return trials;
  }

  /** A random choice; what its condition leaves out is drawn too, so that the others stay. */
  static Trial drawn(List<GridAxis> axes, SplittableRandom random) {
    Trial trial = new Trial(Map.of());
    for (GridAxis axis : axes) {
      GridAxis.Level level = axis.draw(random);
      trial = trial.isVaried(axis) ? trial.with(axis.key(), level) : trial;
    }
    return trial;
  }

  private boolean isVaried(GridAxis axis) {
    return axis.condition().map(when -> when.holds(chosen)).orElse(true);
  }

  private Trial with(String key, GridAxis.Level level) {
    Map<String, GridAxis.Level> more = new LinkedHashMap<>(chosen);
    more.put(key, level);
    return new Trial(more);
  }

  public Map<String, String> values() {
    return ofLevels(GridAxis.Level::value);
  }

  public Map<String, String> labels() {
    return ofLevels(GridAxis.Level::label);
  }

  private Map<String, String> ofLevels(Function<GridAxis.Level, String> named) {
    Map<String, String> all = new LinkedHashMap<>();
    chosen.forEach((key, level) -> all.put(key, named.apply(level)));
    return all;
  }

  /** A name for a folder: {@code seed-1_training.epochs-3}. */
  public String name() {
    return name(key -> true, "all");
  }

  /**
   * The same of some of the keys.
   *
   * @param none the name where there are none of them
   */
  public String name(Predicate<String> keys, String none) {
    List<String> parts =
        chosen.keySet().stream()
            .filter(keys)
            .map(key -> key + "-" + chosen.get(key).label())
            .toList();
    if (parts.isEmpty()) {
      return none;
    }
    String whole = String.join("_", parts);
    String plain =
        parts.stream()
            .map(part -> part.replaceAll("[^A-Za-z0-9.+-]+", "."))
            .collect(Collectors.joining("_"));
    if (plain.equals(whole) && plain.length() <= LONGEST_NAME) {
      return plain;
    }
    // Without the signs that a folder's name cannot have, names might be the same. The labels alone
    // do not tell templates apart.
    String told = plain.substring(0, Math.min(plain.length(), LONGEST_NAME));
    Map<String, String> named = values();
    named.keySet().removeIf(keys.negate());
    return "%s-%08x".formatted(told, named.hashCode());
  }
}
