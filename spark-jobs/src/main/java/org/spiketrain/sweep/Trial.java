package org.spiketrain.sweep;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.spiketrain.model.UserErrorException;

/**
 * One combination of a grid's values.
 *
 * @param chosen a value of each axis, by the axis' key, in the axes' order
 */
public record Trial(Map<String, GridAxis.Level> chosen) {
  /** Longer names do not help a reader, and file systems end at 255 bytes. */
  private static final int LONGEST_NAME = 120;

  public Trial {
    chosen = new LinkedHashMap<>(chosen);
  }

  /**
   * All combinations, the values of the last axis changing first.
   *
   * @throws UserErrorException if a key has two axes
   */
  public static List<Trial> all(List<GridAxis> axes) {
    Set<String> keys = new HashSet<>();
    List<Trial> trials = List.of(new Trial(Map.of()));
    for (GridAxis axis : axes) {
      if (!keys.add(axis.key())) {
        throw new UserErrorException(
            "--grid %s stands there twice: name all its values at once".formatted(axis.key()));
      }
      List<Trial> longer = new ArrayList<>();
      for (Trial trial : trials) {
        axis.levels().forEach(level -> longer.add(trial.with(axis.key(), level)));
      }
      trials = longer;
    }
    return trials;
  }

  private Trial with(String key, GridAxis.Level level) {
    Map<String, GridAxis.Level> more = new LinkedHashMap<>(chosen);
    more.put(key, level);
    return new Trial(more);
  }

  /** Values by key. */
  public Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    chosen.forEach((key, level) -> values.put(key, level.value()));
    return values;
  }

  /** What the values are called, by key. */
  public Map<String, String> labels() {
    Map<String, String> labels = new LinkedHashMap<>();
    chosen.forEach((key, level) -> labels.put(key, level.label()));
    return labels;
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
