package org.spiketrain.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import java.io.File;
import java.net.URL;

/**
 * Reads configurations that lie in model files, which may come from anybody: they can include
 * neither files nor addresses, nor read the environment.
 */
final class StoredConfig {
  private static final int DEEPEST = 50;
  private static final ConfigParseOptions CLOSED =
      ConfigParseOptions.defaults().setIncluder(new Refusal());

  private StoredConfig() {}

  /**
   * Reads a configuration.
   *
   * @throws ConfigErrorException if it cannot be read, refers to anything outside of itself, or is
   *     nested more than 50 deep
   */
  static Config parse(String rendered) {
    checkDepth(rendered);
    try {
      Config config = ConfigFactory.parseString(rendered, CLOSED);
      if (!config.isResolved()) {
        throw new ConfigErrorException("its configuration refers to other values by ${...}");
      }
      return config;
    } catch (ConfigException e) {
      throw new ConfigErrorException("its configuration cannot be read: " + e.getMessage(), e);
    }
  }

  /** The parser calls itself for each of them. */
  private static void checkDepth(String rendered) {
    int depth = 0;
    for (int k = 0; k < rendered.length(); k++) {
      char c = rendered.charAt(k);
      if (c == '{' || c == '[') {
        depth++;
      } else if (c == '}' || c == ']') {
        depth--;
      }
      if (depth > DEEPEST) {
        throw new ConfigErrorException(
            "its configuration is nested more than %d deep".formatted(DEEPEST));
      }
    }
  }

  private static final class Refusal
      implements ConfigIncluder, ConfigIncluderClasspath, ConfigIncluderFile, ConfigIncluderURL {
    private static ConfigErrorException refused(Object what) {
      return new ConfigErrorException("its configuration includes " + what);
    }

    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
      return this;
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
      throw refused(what);
    }

    @Override
    public ConfigObject includeResources(ConfigIncludeContext context, String what) {
      throw refused(what);
    }

    @Override
    public ConfigObject includeFile(ConfigIncludeContext context, File what) {
      throw refused(what);
    }

    @Override
    public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
      throw refused(what);
    }
  }
}
