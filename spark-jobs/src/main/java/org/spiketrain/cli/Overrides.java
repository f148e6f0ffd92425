package org.spiketrain.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.spiketrain.config.ExperimentConfig;
import picocli.CommandLine.Option;

/** The option {@code -D}, on every command that has a configuration. */
final class Overrides {
  @Option(
      names = "-D",
      paramLabel = "KEY=VALUE",
      converter = KeyValue.Converter.class,
      description = {
        "Set a key of the configuration, as in -D data.path=names/; repeatable.",
        "conf/reference.conf lists every key."
      })
  private List<KeyValue> values = new ArrayList<>();

  /** These, and leave to replace earlier outputs. */
  Overrides replacingOutput() {
    return and(Map.of("output.overwrite", "true"));
  }

  /** These and more, which go before them. */
  Overrides and(Map<String, String> others) {
    Overrides more = new Overrides();
    more.values.addAll(values);
    others.forEach((key, value) -> more.values.add(new KeyValue(key, value)));
    return more;
  }

  boolean contain(String key) {
    return values.stream().anyMatch(value -> value.key().equals(key));
  }

  ExperimentConfig over(String file) {
    return ExperimentConfig.load(file, byKey());
  }

  ExperimentConfig overDefaults() {
    return ExperimentConfig.defaults(byKey());
  }

  /** Of several values for a key the last one counts. */
  private Map<String, String> byKey() {
    Map<String, String> byKey = new LinkedHashMap<>();
    values.forEach(value -> byKey.put(value.key(), value.value()));
    return byKey;
  }
}
