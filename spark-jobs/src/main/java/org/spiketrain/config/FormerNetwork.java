package org.spiketrain.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Keys by which earlier versions described a network beside {@code network.stack}. They are refused
 * with the stack that says the same.
 */
final class FormerNetwork {
  private static final String SECTION = "network.";
  private static final Map<String, String> DEFAULTS =
      Map.ofEntries(
          Map.entry("cell", "spiking-lstm"),
          Map.entry("hidden-size", "256"),
          Map.entry("layers", "1"),
          Map.entry("direction", "forward"),
          Map.entry("members", "1"),
          Map.entry("integrators", "0"),
          Map.entry("integrator-beta", "0"),
          Map.entry("spiking-ngrams", "0"),
          Map.entry("cell-state", "unbounded"),
          Map.entry("gate-surrogate", "erf(2)"),
          Map.entry("candidate-surrogate", "erf(2)"),
          Map.entry("dropout", "0"),
          Map.entry("pooling", "last-step"));

  /** Options of a layer by the keys that they were, in the order that they are written in. */
  private static final List<Map.Entry<String, String>> OPTIONS =
      List.of(
          Map.entry("gate-surrogate", "surrogate"),
          Map.entry("candidate-surrogate", "candidate"),
          Map.entry("cell-state", "cell-state"),
          Map.entry("members", "members"),
          Map.entry("integrators", "integrators"),
          Map.entry("integrator-beta", "integrator-beta"));

  private final Map<String, String> values;

  private FormerNetwork(Map<String, String> values) {
    this.values = values;
  }

  /**
   * Refuses the keys.
   *
   * @param root what was configured
   * @throws ConfigErrorException if one of them is set, with the network as it is written now
   */
  static void refuse(ConfigObject root) {
    Map<String, ConfigValue> leaves = KeyNames.leaves(root);
    Map<String, String> found = new TreeMap<>();
    leaves.forEach(
        (key, value) -> {
          String name = key.startsWith(SECTION) ? key.substring(SECTION.length()) : "";
          boolean scalar =
              value.valueType() == ConfigValueType.STRING
                  || value.valueType() == ConfigValueType.NUMBER;
          if (DEFAULTS.containsKey(name)) {
            found.put(name, scalar ? value.unwrapped().toString() : DEFAULTS.get(name));
          }
        });
    if (found.isEmpty()) {
      return;
    }
    String loss = leaves.get("network.loss").unwrapped().toString();
    String first = found.keySet().iterator().next();
    throw new ConfigErrorException(
        "%s%s (%s) is written in network.stack now: network.stack = \"%s\"; every layer and option: spiketrain help network"
            .formatted(
                SECTION,
                first,
                KeyNames.place(leaves.get(SECTION + first).origin()),
                new FormerNetwork(found).stack(loss)));
  }

  private String value(String key) {
    return values.getOrDefault(key, DEFAULTS.get(key));
  }

  private boolean isSet(String key) {
    return !value(key).equals(DEFAULTS.get(key));
  }

  private String stack(String loss) {
    List<String> lines = new ArrayList<>();
    int layers = value("layers").matches("[1-9][0-9]?") ? Integer.parseInt(value("layers")) : 1;
    for (int l = 0; l < layers; l++) {
      if (l > 0 && isSet("dropout")) {
        lines.add("dropout(%s)".formatted(value("dropout")));
      }
      lines.add(layer(l == 0));
    }
    String readout = "readout(" + value("pooling").replace("-step", "");
    readout += loss.isBlank() ? "" : ", loss = " + loss;
    readout += isSet("dropout") ? ", dropout = " + value("dropout") : "";
    lines.add(readout + ")");
    return String.join(" | ", lines);
  }

  private String layer(boolean first) {
    StringBuilder layer = new StringBuilder(value("cell").replace("vanilla-", ""));
    layer.append('(').append(value("hidden-size"));
    for (Map.Entry<String, String> option : OPTIONS) {
      if (isSet(option.getKey())) {
        layer.append(", %s = %s".formatted(option.getValue(), value(option.getKey())));
      }
    }
    if (isSet("direction")) {
      layer.append(", bidirectional = true");
    }
    if (first && isSet("spiking-ngrams")) {
      layer.append(", spiking-ngrams = ").append(value("spiking-ngrams"));
    }
    return layer.append(')').toString();
  }
}
