package org.spiketrain.job.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.spiketrain.job.config.ExperimentConfig;
import picocli.CommandLine.Option;

/** The option {@code -D}, on every command that has a configuration. */
final class Overrides {
  @Option(
      names = "-D",
      paramLabel = "KEY=VALUE",
      description = {
        "Set a key of the configuration, as in -D data.path=names/; repeatable.",
        "conf/reference.conf lists every key."
      })
  private Map<String, String> values = new LinkedHashMap<>();

  /** These, and leave to replace earlier outputs. */
  Overrides replacingOutput() {
    Overrides more = new Overrides();
    more.values.putAll(values);
    more.values.put("output.overwrite", "true");
    return more;
  }

  boolean contain(String key) {
    return values.containsKey(key);
  }

  ExperimentConfig over(String file) {
    return ExperimentConfig.load(file, values);
  }

  ExperimentConfig overDefaults() {
    return ExperimentConfig.defaults(values);
  }
}
