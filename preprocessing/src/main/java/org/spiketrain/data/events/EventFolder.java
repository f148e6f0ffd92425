package org.spiketrain.data.events;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.data.io.Compression;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.data.io.Labels;
import org.spiketrain.data.io.PathSetting;
import org.spiketrain.model.UserErrorException;

/**
 * A folder of SHD or SSC files: {@code .h5}, or compressed as {@code .h5.gz} or {@code .h5.zip}.
 * Other files, and those whose names begin with {@code .} or {@code _}, are left alone.
 */
public final class EventFolder {
  private final Configuration conf;
  private final Path folder;
  private final FileSystem fs;
  private final List<EventFile> files;

  private EventFolder(Configuration conf, Path folder, FileSystem fs, List<EventFile> files) {
    this.conf = conf;
    this.folder = folder;
    this.fs = fs;
    this.files = files;
  }

  /**
   * Lists a folder.
   *
   * @param path a folder on any Hadoop file system
   * @throws UserErrorException if there is no such folder
   */
  public static EventFolder open(Configuration conf, String path) {
    Path folder = PathSetting.parse("data.path", path);
    try {
      FileSystem fs = FileSystems.of(conf, folder);
      checkFolder(fs, folder);
      List<EventFile> files =
          Arrays.stream(fs.listStatus(folder, file -> isRecordings(file.getName())))
              .filter(FileStatus::isFile)
              .map(status -> new EventFile(status.getPath().toString()))
              .sorted(Comparator.comparing(EventFile::name))
              .toList();
      return new EventFolder(conf, folder, fs, files);
    } catch (IOException e) {
      throw new UserErrorException(
          "Cannot read folder %s: %s. Name a folder that can be read (data.path)"
              .formatted(path, e.getMessage()),
          e);
    }
  }

  private static void checkFolder(FileSystem fs, Path folder) throws IOException {
    if (!fs.exists(folder) || !fs.getFileStatus(folder).isDirectory()) {
      throw new UserErrorException(
          "Folder %s %s: name the folder with the .h5 or .h5.gz files (data.path)"
              .formatted(
                  fs.makeQualified(folder), fs.exists(folder) ? "is a file" : "does not exist"));
    }
  }

  private static boolean isRecordings(String fileName) {
    return EventFile.isNamedSo(fileName) && !fileName.startsWith(".") && !fileName.startsWith("_");
  }

  /**
   * The files of one part of the data set by their published names, {@code <any prefix>_<part>.h5}
   * with or without compression, sorted by name. A file that lies there compressed and uncompressed
   * is taken once, uncompressed.
   *
   * @param part such as {@code train}
   */
  public List<EventFile> ofPart(String part) {
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
   * Files by name.
   *
   * @param names paths below the folder, or full ones
   * @param key the configuration's key that names them
   * @throws UserErrorException if one of them is not there or has another ending
   */
  public List<EventFile> named(List<String> names, String key) {
    return names.stream().map(name -> named(name, key)).toList();
  }

  private EventFile named(String name, String key) {
    Path path = new Path(folder, PathSetting.parse(key, name));
    try {
      if (Compression.of(path.getName()).isPresent() && FileSystems.of(conf, path).exists(path)) {
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

  /** The folder as users and messages name it: with its file system. */
  public String location() {
    return fs.makeQualified(folder).toString();
  }

  /**
   * Reads files with their labels once, on the executors: unpacks those that are compressed, and
   * finds faults.
   *
   * @param unpacked folder to unpack to, where all executors can read it
   * @return what was found, in the order of the files
   * @throws UserErrorException if a file cannot be used, naming all such files, or if the files do
   *     not have the same classes
   */
  public static List<EventFileScan> scan(
      SparkSession spark, List<EventFile> wanted, Path unpacked) {
    List<EventFileScan> scans = EventFileScan.all(spark, wanted, unpacked, Labels.READ);
    checkClasses(scans);
    return scans;
  }

  private static void checkClasses(List<EventFileScan> scans) {
    EventFileScan first = scans.get(0);
    if (Set.copyOf(first.keys()).size() < first.keys().size()) {
      throw new UserErrorException(
          "%s names a class twice in /extra/keys: expected every class once"
              .formatted(first.file().location()));
    }
    for (EventFileScan scan : scans) {
      if (!scan.keys().equals(first.keys())) {
        throw new UserErrorException(
            "%s and %s have other classes in /extra/keys, %s and %s: put files of one data set into the folder"
                .formatted(
                    first.file().location(), scan.file().location(), first.keys(), scan.keys()));
      }
    }
  }
}
