package org.spiketrain.data.events;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.spiketrain.data.io.Compression;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.data.io.PathSetting;
import org.spiketrain.data.io.SourceFiles;
import org.spiketrain.model.UserErrorException;

/**
 * A folder of SHD or SSC files: {@code .h5}, or compressed as {@code .h5.gz} or {@code .h5.zip}.
 * Other files, and those whose names begin with {@code .} or {@code _}, are left alone.
 */
final class EventFolder {
  private final Configuration conf;
  private final Path folder;
  private final List<EventFile> files;

  /**
   * Lists a folder.
   *
   * @param path a folder on any Hadoop file system
   * @throws UserErrorException if there is no such folder
   */
  EventFolder(Configuration conf, String path) {
    this.conf = conf;
    this.folder = PathSetting.parse("data.path", path);
    this.files =
        SourceFiles.list(conf, path, ".h5 or .h5.gz files", EventFile::isNamedSo).stream()
            .map(file -> new EventFile(file.toString()))
            .sorted(Comparator.comparing(EventFile::name))
            .toList();
  }

  /**
   * The files of one part of the data set by their published names, {@code <any prefix>_<part>.h5}
   * with or without compression, sorted by name. A file that lies there compressed and uncompressed
   * is taken once, uncompressed.
   *
   * @param part such as {@code train}
   */
  List<EventFile> ofPart(String part) {
    List<EventFile> found = new ArrayList<>();
    for (EventFile file : files) {
      String stem = stem(file.name());
      boolean alreadyThere = found.stream().anyMatch(other -> stem(other.name()).equals(stem));
      if ((stem.endsWith("_" + part) || stem.equals(part)) && !alreadyThere) {
        found.add(file);
      }
    }
    return List.copyOf(found);
  }

  private static String stem(String fileName) {
    String ending = Compression.of(fileName).map(Compression::ending).orElse("");
    return fileName.substring(0, fileName.length() - ending.length());
  }

  /**
   * A file by name.
   *
   * @param name path below the folder, or a full one
   * @param key the configuration's key that names it
   * @throws UserErrorException if it is not there or has another ending
   */
  EventFile named(String name, String key) {
    Path path = new Path(folder, PathSetting.parse(key, name));
    try {
      if (EventFile.isNamedSo(path.getName()) && FileSystems.of(conf, path).exists(path)) {
        return new EventFile(path.toString());
      }
    } catch (IOException e) {
      throw new UserErrorException(
          "Cannot reach %s: %s. Name files that can be read (%s)"
              .formatted(path, e.getMessage(), key),
          e);
    }
    throw new UserErrorException(
        "There is no file %s: expected files that end in .h5, .h5.gz or .h5.zip (%s)"
            .formatted(path, key));
  }
}
