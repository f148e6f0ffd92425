package org.spiketrain.cli;

import java.util.Map;
import org.spiketrain.config.ExperimentConfig;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The configuration that every command on an experiment takes. */
final class ConfigOptions {
  @Parameters(
      paramLabel = "CONFIG",
      description = {
        "Configuration: a local file, one that comes with Spiketrain (those in conf/, such as",
        "conf/names-best.conf, conf/ssc-best.conf and conf/text-mr.conf), or a path on any Hadoop",
        "file system."
      })
  private String file;

  @Mixin private Overrides overrides;

  ExperimentConfig load() {
    return overrides.over(file);
  }

  /** The configuration with values that go before all others. */
  ExperimentConfig loadWith(Map<String, String> values) {
    return overrides.and(values).over(file);
  }
}
