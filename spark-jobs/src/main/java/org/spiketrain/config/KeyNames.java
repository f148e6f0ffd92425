package org.spiketrain.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** The keys of configurations: which there are, which are meant by others, where they stand. */
final class KeyNames {
  /** Counts as so many slips. */
  private static final int WRONG_SECTION = 2;

  /** In so many letters one slip is a slip; with more of them it is another word. */
  private static final int LETTERS_A_SLIP = 3;

  private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.])\\s+(?=[A-Z])");

  private KeyNames() {}

  /** Every key below an object that has a value of its own, with that value. */
  static Map<String, ConfigValue> leaves(ConfigObject root) {
    Map<String, ConfigValue> leaves = new TreeMap<>();
    collect(root, List.of(), leaves);
    return leaves;
  }

  private static void collect(
      ConfigObject object, List<String> above, Map<String, ConfigValue> leaves) {
    for (Map.Entry<String, ConfigValue> entry : object.entrySet()) {
      List<String> path = new ArrayList<>(above);
      path.add(entry.getKey());
      if (entry.getValue() instanceof ConfigObject section && !section.isEmpty()) {
        collect(section, path, leaves);
      } else {
        leaves.put(ConfigUtil.joinPath(path), entry.getValue());
      }
    }
  }

  /** The first sentence of the comment above a key; empty where there is no such key or comment. */
  static Optional<String> explanation(ConfigObject reference, String key) {
    return Optional.ofNullable(leaves(reference).get(key))
        .map(
            value ->
                value.origin().comments().stream()
                    .map(String::strip)
                    .takeWhile(line -> !line.startsWith("Expected:"))
                    .collect(Collectors.joining(" ")))
        .map(text -> SENTENCE_END.split(text, 2)[0])
        .filter(sentence -> !sentence.isEmpty());
  }

  static void refuseUnknown(ConfigObject root, Set<String> known) {
    leaves(root)
        .forEach(
            (key, value) -> {
              if (!known.contains(key)) {
                throw unknown(key, value, known);
              }
            });
  }

  /** The key by which an earlier version's key goes today. */
  private static Optional<String> renamed(String key, Set<String> known) {
    return Optional.of(key.replaceFirst("^data\\.", "data.names."))
        .filter(today -> !today.equals(key) && known.contains(today));
  }

  private static ConfigErrorException unknown(String key, ConfigValue value, Set<String> known) {
    Optional<String> section =
        known.stream().filter(k -> k.startsWith(key + ".")).min(Comparator.naturalOrder());
    String remedy =
        section
            .map(k -> "it is a section: set the keys in it, such as " + k + ". ")
            .or(() -> renamed(key, known).map(k -> "it is called " + k + " today. "))
            .or(() -> nearest(key, known).map(k -> "did you mean " + k + "? "))
            .orElse("there is none like it. ");
    return new ConfigErrorException(
        "Unknown configuration key %s (%s): %sEvery key is in conf/reference.conf"
            .formatted(key, place(value.origin()), remedy));
  }

  /**
   * The keys that are most like this one, as a whole or in their last word, if any are like it; of
   * equal ones those of the same section.
   */
  static Optional<String> nearest(String key, Set<String> known) {
    int most = WRONG_SECTION + last(key).length() / LETTERS_A_SLIP;
    Comparator<String> order =
        Comparator.comparingInt((String k) -> distance(key, k))
            .thenComparing(k -> first(k).equals(first(key)) ? 0 : 1);
    Optional<String> best = known.stream().filter(k -> distance(key, k) <= most).min(order);
    return best.map(
        nearest ->
            known.stream()
                .filter(k -> order.compare(k, nearest) == 0)
                .sorted()
                .collect(Collectors.joining(" or ")));
  }

  private static String first(String key) {
    return key.contains(".") ? key.substring(0, key.indexOf('.')) : "";
  }

  private static int distance(String key, String known) {
    int whole = LevenshteinDistance.getDefaultInstance().apply(key, known);
    // The section may be wrong or left out; that is a worse match than a slip in the whole key.
    int word =
        WRONG_SECTION + LevenshteinDistance.getDefaultInstance().apply(last(key), last(known));
    return Math.min(whole, word);
  }

  private static String last(String key) {
    return key.substring(key.lastIndexOf('.') + 1);
  }

  /** Returns where a value stands: {@code file:line}, or the command line. */
  static String place(ConfigOrigin origin) {
    if (origin.lineNumber() < 0) {
      return origin.description();
    }
    String line = ": " + origin.lineNumber();
    String description = origin.description();
    String file =
        description.endsWith(line)
            ? description.substring(0, description.length() - line.length())
            : description;
    return file + ":" + origin.lineNumber();
  }
}
