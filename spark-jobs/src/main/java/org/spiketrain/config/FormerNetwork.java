package org.spiketrain.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Keys of earlier versions, refused with the {@code network.stack} that says the same. */
final class FormerNetwork {
  private static final String SECTION = "network.";
  private static final Map<String, String> DEFAULTS =
      ExperimentConfig.entries(
          """
          cell = spiking-lstm, hidden-size = 256, layers = 1, direction = forward, members = 1
          integrators = 0, integrator-beta = 0, spiking-ngrams = 0, cell-state = unbounded
          gate-surrogate = erf(2), candidate-surrogate = erf(2), dropout = 0, pooling = last-step
          """);

  /** Options of a layer by the keys that they were, in the order that they are written in. */
  private static final List<Map.Entry<String, String>> OPTIONS =
      List.of(
          Map.entry("gate-surrogate", "surrogate"),
          Map.entry("candidate-surrogate", "candidate"),
          Map.entry("cell-state", "cell-state"),
          Map.entry("members", "members"),
          Map.entry("integrators", "integrators"),
          Map.entry("integrator-beta", "integrator-beta"));

  private final Map<String, String> values = new TreeMap<>(DEFAULTS);

  /** Takes keys with values that cannot be for ones without. */
  private FormerNetwork(Map<String, ConfigValue> leaves) {
    values.replaceAll(
        (name, usual) ->
            Optional.ofNullable(leaves.get(SECTION + name))
                .filter(
                    value ->
                        value.valueType() == ConfigValueType.STRING
                            || value.valueType() == ConfigValueType.NUMBER)
                .map(value -> value.unwrapped().toString())
                .orElse(usual));
  }

  /** Refuses a configuration that has one of the keys, with the network as it is written now. */
  static void refuse(ConfigObject root) {
    Map<String, ConfigValue> leaves = KeyNames.leaves(root);
    for (Map.Entry<String, ConfigValue> leaf : leaves.entrySet()) {
      String key = leaf.getKey();
      if (key.startsWith(SECTION) && DEFAULTS.containsKey(key.substring(SECTION.length()))) {
        String loss = leaves.get("network.loss").unwrapped().toString();
        throw new ConfigErrorException(
            "%s (%s) is written in network.stack now: network.stack = \"%s\"; every layer and option: spiketrain help network"
                .formatted(
                    key,
                    KeyNames.place(leaf.getValue().origin()),
                    new FormerNetwork(leaves).stack(loss)));
      }
    }
  }

  private boolean isSet(String key) {
    return !values.get(key).equals(DEFAULTS.get(key));
  }

  private String stack(String loss) {
    String layers = values.get("layers");
    List<String> lines = new ArrayList<>(List.of(layer(true)));
    for (int l = 1; layers.matches("[1-9][0-9]?") && l < Integer.parseInt(layers); l++) {
      if (isSet("dropout")) {
        lines.add("dropout(%s)".formatted(values.get("dropout")));
      }
      lines.add(layer(false));
    }
    String readout = "readout(" + values.get("pooling").replace("-step", "");
    readout += loss.isBlank() ? "" : ", loss = " + loss;
    readout += isSet("dropout") ? ", dropout = " + values.get("dropout") : "";
    lines.add(readout + ")");
    return String.join(" | ", lines);
  }

  private String layer(boolean first) {
    StringBuilder layer = new StringBuilder(values.get("cell").replace("vanilla-", ""));
    layer.append('(').append(values.get("hidden-size"));
    for (Map.Entry<String, String> option : OPTIONS) {
      if (isSet(option.getKey())) {
        layer.append(", %s = %s".formatted(option.getValue(), values.get(option.getKey())));
      }
    }
    layer.append(isSet("direction") ? ", bidirectional = true" : "");
    if (first && isSet("spiking-ngrams")) {
      layer.append(", spiking-ngrams = ").append(values.get("spiking-ngrams"));
    }
    return layer.append(')').toString();
  }
}
