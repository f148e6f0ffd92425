package org.spiketrain.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValueFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.spiketrain.data.DataKind;
import org.spiketrain.data.DataKinds;
import org.spiketrain.data.io.FileSystems;

/** Reads configuration files and lays them over each other. */
final class ConfigFiles {
  private static final String PACKAGED = "conf/";
  private static final ConfigParseOptions STRICT =
      ConfigParseOptions.defaults().setAllowMissing(false);

  private ConfigFiles() {}

  /** Every key with its default, those of the kinds of data that other jars bring too. */
  static Config reference() {
    Config all = parsePackaged("reference.conf", PACKAGED + "reference.conf");
    for (DataKind kind : DataKinds.all()) {
      all =
          kind.reference()
              .map(text -> section(kind, text))
              .orElse(ConfigFactory.empty())
              .withFallback(all);
    }
    return all;
  }

  private static Config section(DataKind kind, String reference) {
    String name = "the reference of data.kind " + kind.name();
    try {
      return ConfigFactory.parseString(reference, named(name))
          .atPath("data." + ConfigUtil.quoteString(kind.name()));
    } catch (ConfigException e) {
      throw unreadable(name, e);
    }
  }

  /**
   * The keys that a file sets.
   *
   * @param file a local file, else a file that came with Spiketrain ({@code conf/names-demo.conf}
   *     or {@code names-demo.conf}), else a path on any Hadoop file system
   */
  static Config file(String file) {
    if (isLocal(file)) {
      try {
        // By path, so that the file may include its neighbours.
        return ConfigFactory.parseFile(new java.io.File(file), named(file));
      } catch (ConfigException e) {
        throw unreadable(file, e);
      }
    }
    Optional<String> packaged = packaged(file);
    return packaged.isPresent() ? parsePackaged(packaged.get(), file) : parseHadoop(file);
  }

  /** The keys that the command line sets. Values are taken as they are: no quotes are needed. */
  static Config overrides(Map<String, String> values) {
    Config config = ConfigFactory.empty();
    for (Map.Entry<String, String> value : values.entrySet()) {
      ConfigOrigin origin = ConfigOriginFactory.newSimple("-D " + value.getKey());
      config =
          config.withValue(
              path(value.getKey()),
              ConfigValueFactory.fromAnyRef(value.getValue()).withOrigin(origin));
    }
    return config;
  }

  private static String path(String key) {
    try {
      ConfigUtil.splitPath(key);
      return key;
    } catch (ConfigException e) {
      throw new ConfigErrorException(
          "-D %s: this is no key: expected -D key=value, as in -D training.epochs=10"
              .formatted(key),
          e);
    }
  }

  private static boolean isLocal(String file) {
    try {
      return Files.isRegularFile(Path.of(file));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** The name of a file that came with Spiketrain. */
  private static Optional<String> packaged(String file) {
    String name = file.startsWith(PACKAGED) ? file.substring(PACKAGED.length()) : file;
    boolean exists =
        !name.contains("/") && ConfigFiles.class.getResource("/" + PACKAGED + name) != null;
    return Optional.of(name).filter(n -> exists);
  }

  private static Config parsePackaged(String name, String file) {
    try {
      // As a resource, so that it may include its neighbours.
      return ConfigFactory.parseResources(
          ConfigFiles.class.getClassLoader(), PACKAGED + name, named(file));
    } catch (ConfigException e) {
      throw unreadable(file, e);
    }
  }

  private static Config parseHadoop(String file) {
    try {
      var path = new org.apache.hadoop.fs.Path(file);
      try (InputStream in = FileSystems.of(HadoopSettings.submitted(), path).open(path)) {
        return parse(in, file);
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new ConfigErrorException(
          "Cannot read the configuration %s (%s): name a file, or one that comes with Spiketrain, such as conf/names-demo.conf"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  private static Config parse(InputStream in, String name) throws IOException {
    try (Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
      return ConfigFactory.parseReader(reader, named(name));
    } catch (ConfigException e) {
      throw unreadable(name, e);
    }
  }

  private static ConfigParseOptions named(String file) {
    return STRICT.setOriginDescription(file);
  }

  private static ConfigErrorException unreadable(String file, ConfigException e) {
    return new ConfigErrorException(
        "Cannot read the configuration %s: %s".formatted(file, e.getMessage()), e);
  }
}
