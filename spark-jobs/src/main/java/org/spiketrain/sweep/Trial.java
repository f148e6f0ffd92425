package org.spiketrain.sweep;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
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
      trials =
          trials.stream()
              .flatMap(trial -> axis.levels().stream().map(level -> trial.with(axis.key(), level)))
              .toList();
    }
    return trials;
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

  /**
   * A key of the configuration and the values that are tried.
   *
   * @param levels at least one
   */
  public record GridAxis(String key, List<Level> levels) {
    private static final String EXPECTED =
        "expected KEY=VALUE,VALUE,... with different values, as in seed=1,2,3, or"
            + " KEY=TEXT{VALUE,VALUE,...}TEXT";

    public GridAxis {
      levels = List.copyOf(levels);
    }

    /**
     * One of the values.
     *
     * @param value the whole value of the key
     */
    public record Level(String label, String value) {}

    /**
     * Reads {@code KEY=V1,V2}, or {@code KEY=before{V1,V2}after}, which is short for {@code
     * KEY=beforeV1after,beforeV2after} and calls the values V1 and V2. Commas within parentheses
     * are no separators: they are those of a layer's options.
     *
     * @throws UserErrorException if it is neither
     */
    public static GridAxis parse(String text) {
      int equals = text.indexOf('=');
      if (equals < 1) {
        throw bad(text);
      }
      String values = text.substring(equals + 1);
      int open = values.indexOf('{');
      int close = values.indexOf('}', Math.max(0, open));
      boolean braces = open >= 0 && close > open;
      String before = braces ? values.substring(0, open) : "";
      String after = braces ? values.substring(close + 1) : "";
      String listed = braces ? values.substring(open + 1, close) : values;
      List<Level> levels = new ArrayList<>();
      Set<String> labels = new HashSet<>();
      for (String label : separated(listed)) {
        levels.add(new Level(label, before + label + after));
        if (label.isEmpty() || !labels.add(label)) {
          throw bad(text);
        }
      }
      return new GridAxis(text.substring(0, equals).strip(), levels);
    }

    private static UserErrorException bad(String text) {
      return new UserErrorException(EXPECTED + ", not \"" + text + "\"");
    }

    private static List<String> separated(String values) {
      List<String> parts = new ArrayList<>();
      int depth = 0;
      int begin = 0;
      for (int i = 0; i < values.length(); i++) {
        char c = values.charAt(i);
        depth += c == '(' ? 1 : 0;
        depth -= c == ')' ? 1 : 0;
        if (c == ',' && depth == 0) {
          parts.add(values.substring(begin, i).strip());
          begin = i + 1;
        }
      }
      parts.add(values.substring(begin).strip());
      return parts;
    }
  }
}
