package org.spiketrain.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.spiketrain.fetch.Checksum;
import org.spiketrain.fetch.DataSet;
import org.spiketrain.fetch.DataSet.DataFile;
import org.spiketrain.model.UserErrorException;

/**
 * The published data sets that can be fetched, by name, and the file that names them. {@code
 * conf/datasets.conf} says what its keys mean.
 */
public record Catalogue(String file, Map<String, DataSet> dataSets) {
  public static final String PACKAGED = "conf/datasets.conf";

  private static final Set<String> KEYS =
      Set.of("title", "licence", "citation", "from", "checksums", "files");
  private static final Set<String> FILE_KEYS = Set.of("name", "bytes", "checksum", "unpack");

  public Catalogue {
    dataSets = new TreeMap<>(dataSets);
  }

  /**
   * Reads a catalogue.
   *
   * @param file named as a configuration is: a local file, one that comes with Spiketrain, or one
   *     on a Hadoop file system
   * @throws ConfigErrorException if it is none
   */
  public static Catalogue read(String file) {
    try {
      Config config = ConfigFiles.file(file).resolve();
      Map<String, DataSet> dataSets = new TreeMap<>();
      for (String name : config.root().keySet()) {
        dataSets.put(name, dataSet(config.getConfig(ConfigUtil.quoteString(name))));
      }
      return new Catalogue(file, dataSets);
    } catch (ConfigException e) {
      throw new ConfigErrorException(
          "The catalogue %s cannot be used: %s. %s shows what belongs into one"
              .formatted(file, e.getMessage(), PACKAGED),
          e);
    }
  }

  public DataSet dataSet(String name) {
    DataSet dataSet = dataSets.get(name);
    if (dataSet == null) {
      throw new ConfigErrorException(
          "There is no data set \"%s\" in %s: name one of %s"
              .formatted(name, file, String.join(", ", dataSets.keySet())));
    }
    return dataSet;
  }

  private static DataSet dataSet(Config section) {
    refuseUnknown(section.root(), KEYS);
    try {
      List<DataFile> files =
          section.getConfigList("files").stream().map(Catalogue::dataFile).toList();
      return new DataSet(
          section.getString("title"),
          section.getString("licence"),
          section.getString("citation"),
          DataSet.address(section.getString("from")),
          optional(section, "checksums"),
          files);
    } catch (UserErrorException e) {
      throw new ConfigErrorException(
          "%s (%s)".formatted(e.getMessage(), KeyNames.place(section.origin())), e);
    }
  }

  private static DataFile dataFile(Config section) {
    refuseUnknown(section.root(), FILE_KEYS);
    return new DataFile(
        section.getString("name"),
        section.hasPath("bytes") ? OptionalLong.of(section.getLong("bytes")) : OptionalLong.empty(),
        optional(section, "checksum").map(Checksum::parse),
        optional(section, "unpack"));
  }

  private static Optional<String> optional(Config section, String key) {
    return section.hasPath(key) ? Optional.of(section.getString(key)) : Optional.empty();
  }

  /** A checksum with a slip in its key would not be checked. */
  private static void refuseUnknown(ConfigObject section, Set<String> known) {
    for (Map.Entry<String, ConfigValue> entry : section.entrySet()) {
      if (!known.contains(entry.getKey())) {
        throw new ConfigErrorException(
            "Unknown key %s in a catalogue (%s): expected %s"
                .formatted(
                    entry.getKey(),
                    KeyNames.place(entry.getValue().origin()),
                    known.stream().sorted().toList()));
      }
    }
  }
}
