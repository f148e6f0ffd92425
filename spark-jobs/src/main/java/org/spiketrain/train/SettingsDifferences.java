package org.spiketrain.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** Says where settings differ, with the keys and values that a configuration has for them. */
final class SettingsDifferences {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String UNSET = "not set";
  private static final String NONE = "none";

  private static final String SCALE = "training.updater.learning-rate-scale";

  /** Numbers that are made of others, and what a configuration has for them. */
  private static final Map<String, String> DERIVED =
      Map.of(
          SCALE,
          "the factor of the learning rate (training.workers / training.learning-rate-workers)",
          "training.examples",
          "the length in examples (training.examples, or by training.epochs and training.least-minibatches)");

  /** Keys that earlier versions did not store, with the values that are what these versions did. */
  private static final Map<String, String> BEFORE_THEY_WERE =
      Map.ofEntries(
          Map.entry("training.evaluations", "0"),
          Map.entry("training.averaging-growth", "1.0"),
          Map.entry("training.averaging-warmup", "0"),
          Map.entry("training.outer-optimiser", "momentum"),
          Map.entry("training.outer-learning-rate", "1.0"),
          Map.entry("training.updater-state", "averaged"),
          Map.entry("training.compression-share", "1.0"),
          Map.entry("training.sampling-power", "1.0"),
          Map.entry("training.class-weights", "0.0"),
          Map.entry("training.logit-adjustment", "0.0"),
          Map.entry("training.updater.neuron-factor", "1.0"),
          Map.entry(SCALE, "1.0"));

  private SettingsDifferences() {}

  /** Differences of a section's settings as JSON: {@code training.batch-size was 4 and is 8}. */
  static List<String> of(String section, String was, String is, UnaryOperator<String> named) {
    Map<String, String> before = keys(section, was);
    Map<String, String> now = keys(section, is);
    TreeSet<String> all = new TreeSet<>(before.keySet());
    all.addAll(now.keySet());
    List<String> differences = new ArrayList<>();
    for (String key : all) {
      String old = before.getOrDefault(key, UNSET);
      String current = now.getOrDefault(key, UNSET);
      if (!old.equals(current) && !isNewAndUnused(key, old, current)) {
        differences.add("%s was %s and is %s".formatted(named(key, named), old, current));
      }
    }
    return differences;
  }

  private static String named(String key, UnaryOperator<String> named) {
    String own = named.apply(key);
    return own.equals(key) ? DERIVED.getOrDefault(key, key) : own;
  }

  private static boolean isNewAndUnused(String key, String old, String current) {
    return old.equals(UNSET) && current.equals(BEFORE_THEY_WERE.getOrDefault(key, NONE));
  }

  private static Map<String, String> keys(String section, String json) {
    Map<String, String> keys = new TreeMap<>();
    try {
      collect(section, JSON.readTree(json), keys);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("settings are stored as JSON: " + json, e);
    }
    return keys;
  }

  private static void collect(String key, JsonNode node, Map<String, String> keys) {
    if (node.isObject()) {
      node.fields()
          .forEachRemaining(
              field -> collect(key + "." + hyphened(field.getKey()), field.getValue(), keys));
    } else {
      // Constants are written in capitals here, in lower case there.
      keys.put(key, node.asText().matches("[A-Z_]+") ? hyphened(node.asText()) : node.asText());
    }
  }

  private static String hyphened(String name) {
    return name.replaceAll("([a-z])([A-Z])", "$1-$2").replace('_', '-').toLowerCase(Locale.ROOT);
  }
}
