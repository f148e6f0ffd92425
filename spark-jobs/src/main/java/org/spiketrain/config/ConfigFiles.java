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
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValueFactory;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.spiketrain.data.DataKind;
import org.spiketrain.data.DataKinds;
import org.spiketrain.data.io.FileSystems;

/** Reads configuration files and lays them over each other. */
final class ConfigFiles {
  private static final String PACKAGED = "conf/";

  /** The parser calls itself for each level of a stored configuration. */
  private static final int DEEPEST = 50;

  private ConfigFiles() {}

  /** Every key with its default, those of the kinds of data that other jars bring too. */
  static Config reference() {
    Config all = packaged("reference.conf", PACKAGED + "reference.conf");
    for (DataKind kind : DataKinds.all()) {
      String name = "the reference of data.kind " + kind.name();
      String path = "data." + ConfigUtil.quoteString(kind.name());
      Config own =
          kind.reference()
              .map(text -> parsed(name, named -> ConfigFactory.parseString(text, named)))
              .map(section -> section.atPath(path))
              .orElse(ConfigFactory.empty());
      all = own.withFallback(all);
    }
    return all;
  }

  /**
   * Reads a local file, else one that came with Spiketrain ({@code conf/names-demo.conf} or {@code
   * names-demo.conf}), else a path on any Hadoop file system.
   */
  static Config file(String file) {
    if (isLocal(file)) {
      // By path, so that the file may include its neighbours.
      return parsed(file, named -> ConfigFactory.parseFile(new File(file), named));
    }
    String name = file.startsWith(PACKAGED) ? file.substring(PACKAGED.length()) : file;
    boolean exists =
        !name.contains("/") && ConfigFiles.class.getResource("/" + PACKAGED + name) != null;
    return exists ? packaged(name, file) : onHadoop(file);
  }

  /** The keys that the command line sets, over those of a file if there is one. */
  static Config over(Optional<String> file, Map<String, String> overrides) {
    Config set = overrides(overrides);
    return file.map(ConfigFiles::file).map(set::withFallback).orElse(set);
  }

  /** The keys that the command line sets. Values are taken as they are: no quotes are needed. */
  static Config overrides(Map<String, String> values) {
    return values(values, "-D ", "expected -D key=value, as in -D training.epochs=10");
  }

  /** Values by their keys that stand in another file than a configuration. */
  static Config of(Map<String, String> values, String file) {
    return values(values, file + ": ", "expected one such as training.epochs");
  }

  /**
   * Values by their keys.
   *
   * @param place what messages put before a key
   * @param remedy what they say of one that is none
   */
  private static Config values(Map<String, String> values, String place, String remedy) {
    Config config = ConfigFactory.empty();
    for (Map.Entry<String, String> value : values.entrySet()) {
      String described = place + value.getKey();
      try {
        ConfigUtil.splitPath(value.getKey());
      } catch (ConfigException e) {
        throw new ConfigErrorException("%s: this is no key: %s".formatted(described, remedy), e);
      }
      config =
          config.withValue(
              value.getKey(),
              ConfigValueFactory.fromAnyRef(value.getValue())
                  .withOrigin(ConfigOriginFactory.newSimple(described)));
    }
    return config;
  }

  private static boolean isLocal(String file) {
    try {
      return Files.isRegularFile(Path.of(file));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static Config packaged(String name, String file) {
    // As a resource, so that it may include its neighbours.
    ClassLoader loader = ConfigFiles.class.getClassLoader();
    return parsed(file, named -> ConfigFactory.parseResources(loader, PACKAGED + name, named));
  }

  private static Config onHadoop(String file) {
    try {
      var path = new org.apache.hadoop.fs.Path(file);
      try (InputStream in = FileSystems.of(HadoopSettings.submitted(), path).open(path);
          Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
        return parsed(file, named -> ConfigFactory.parseReader(reader, named));
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new ConfigErrorException(
          "Cannot read the configuration %s (%s): name a file, or one that comes with Spiketrain, such as conf/names-demo.conf"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  private static Config parsed(String file, Function<ConfigParseOptions, Config> parser) {
    try {
      return parser.apply(
          ConfigParseOptions.defaults().setAllowMissing(false).setOriginDescription(file));
    } catch (ConfigException e) {
      throw new ConfigErrorException(
          "Cannot read the configuration %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  /**
   * Reads the keys that a model file has, which may come from anybody: {@link ConfigErrorException}
   * if they cannot be read, refer to files, addresses or the environment, or are nested more than
   * 50 deep.
   */
  static Config stored(String rendered) {
    checkDepth(rendered);
    try {
      Config config =
          ConfigFactory.parseString(
              rendered, ConfigParseOptions.defaults().setIncluder(new Refusal()));
      if (!config.isResolved()) {
        throw new ConfigErrorException("its configuration refers to other values by ${...}");
      }
      return config;
    } catch (ConfigException e) {
      throw new ConfigErrorException("its configuration cannot be read: " + e.getMessage(), e);
    }
  }

  private static void checkDepth(String rendered) {
    int depth = 0;
    for (int k = 0; k < rendered.length(); k++) {
      char c = rendered.charAt(k);
      depth += c == '{' || c == '[' ? 1 : 0;
      depth -= c == '}' || c == ']' ? 1 : 0;
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
