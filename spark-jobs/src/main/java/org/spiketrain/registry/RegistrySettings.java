package org.spiketrain.registry;

import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.spiketrain.data.io.PathSetting;
import org.spiketrain.model.UserErrorException;

/**
 * Where the registry is.
 *
 * @param path as a configuration says it; empty if none does
 */
public record RegistrySettings(Optional<String> path) {
  /** Spark's setting, for what has no configuration; Hadoop's settings of a session have it. */
  public static final String SPARK_KEY = "spark.spiketrain.registry";

  /** No configuration says it. */
  public static final RegistrySettings UNSET = new RegistrySettings(Optional.empty());

  private static final String KEY = "registry.path";
  private static final String VARIABLE = "SPIKETRAIN_REGISTRY";
  private static final String DEFAULT = "models";

  /**
   * Checks it.
   *
   * @throws UserErrorException if the path is none
   */
  public RegistrySettings {
    path.ifPresent(text -> PathSetting.parse(KEY, text));
  }

  /**
   * The registry's folder: that of the configuration, else of Spark's settings, else of the
   * environment variable {@code SPIKETRAIN_REGISTRY}, else {@code models}.
   *
   * @throws UserErrorException if it is no path
   */
  public Path root(Configuration conf) {
    return root(conf, Optional.ofNullable(System.getenv(VARIABLE)));
  }

  Path root(Configuration conf, Optional<String> variable) {
    return path.map(text -> PathSetting.parse(KEY, text))
        .or(() -> named(SPARK_KEY, Optional.ofNullable(conf.get(SPARK_KEY))))
        .or(() -> named(VARIABLE, variable))
        .orElseGet(() -> new Path(DEFAULT));
  }

  private static Optional<Path> named(String name, Optional<String> text) {
    return text.filter(it -> !it.isBlank()).map(it -> PathSetting.parse(name, it));
  }

  /** The registry there, which need not be there yet. */
  public ModelRegistry open(Configuration conf) {
    return ModelRegistry.of(conf, root(conf));
  }
}
