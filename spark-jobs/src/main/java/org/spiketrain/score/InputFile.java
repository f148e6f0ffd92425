package org.spiketrain.score;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.io.compress.ZStandardCodec;
import org.spiketrain.data.RecordingEncoder;
import org.spiketrain.data.io.Compression;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.data.io.PathSetting;
import org.spiketrain.data.io.SourceFiles.SourceFile;
import org.spiketrain.model.UserErrorException;

/**
 * A file to score: the one that is named, or one of those below a folder, sorted by path.
 *
 * @param name its path below the input, or its name if it is the input: what the output calls it
 * @param length in bytes
 * @param modified when it was, in milliseconds since 1970
 */
record InputFile(String name, String location, InputFormat format, long length, long modified)
    implements SourceFile {
  private static final Map<String, InputFormat> BY_ENDING =
      Map.of(
          ".txt",
          InputFormat.TEXT,
          ".csv",
          InputFormat.CSV,
          ".tsv",
          InputFormat.CSV,
          ".parquet",
          InputFormat.PARQUET,
          ".orc",
          InputFormat.ORC,
          ".json",
          InputFormat.JSON,
          ".jsonl",
          InputFormat.JSON);

  enum InputFormat {
    TEXT,
    CSV,
    PARQUET,
    ORC,
    /** A record a line. */
    JSON,
    /** Recordings of events, compressed or not. */
    HDF5,
    /** The ending says nothing. */
    UNKNOWN;

    /** What Spark's own sources read, a row each. */
    static final List<InputFormat> TABLES = List.of(PARQUET, ORC, JSON);

    private static InputFormat of(String fileName, InputFormat fallback) {
      String name = fileName.toLowerCase(Locale.ROOT);
      String unpacked = name.replaceFirst("\\.(gz|bz2|zst|deflate)$", "");
      String ending = unpacked.substring(Math.max(0, unpacked.lastIndexOf('.')));
      return Compression.of(name).isPresent() ? HDF5 : BY_ENDING.getOrDefault(ending, fallback);
    }
  }

  /** Files of lines and tables, which hold names or the like; others in a folder are refused. */
  static List<InputFile> ofLines(Configuration conf, String input, String content) {
    List<InputFile> files = list(conf, input, InputFormat.TEXT);
    files.forEach(file -> file.checkLines(content));
    return files;
  }

  /**
   * Files of recordings, or where there are none, tables of them; other files in a folder are left
   * alone.
   */
  static List<InputFile> ofRecordings(Configuration conf, String input, RecordingEncoder encoder) {
    List<InputFile> all = list(conf, input, InputFormat.HDF5);
    List<InputFile> files =
        all.stream()
            .filter(file -> encoder.reads(file.name) || file.format == InputFormat.HDF5)
            .toList();
    if (files.isEmpty() && encoder.rows().isPresent()) {
      files = all.stream().filter(file -> InputFormat.TABLES.contains(file.format)).toList();
      files.forEach(InputFile::checkCompression);
    }
    if (files.isEmpty()) {
      throw new UserErrorException(
          "%s has no recordings, which the model reads: name a file that ends in %s, or a folder of them"
              .formatted(
                  input,
                  encoder.endings()
                      + (encoder.rows().isPresent()
                          ? " (or .parquet, .orc, .json or .jsonl, with a recording a row)"
                          : "")));
    }
    return files;
  }

  /**
   * Lists all files; the fallback is for one that was named itself and whose ending says nothing.
   */
  private static List<InputFile> list(Configuration conf, String input, InputFormat fallback) {
    Path path = PathSetting.parse("--input", input);
    try {
      FileSystem fs = FileSystems.of(conf, path);
      FileStatus status = fs.getFileStatus(path);
      return status.isFile()
          ? List.of(of(status.getPath().getName(), status, fallback))
          : below(fs, status.getPath());
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  /** Refuses an input that is not there; what is in it is seen later. */
  static void requireThere(Configuration conf, Path input) {
    try {
      FileSystems.of(conf, input).getFileStatus(input);
    } catch (IOException e) {
      throw unreadable(input, e);
    }
  }

  private static UserErrorException unreadable(Path input, IOException e) {
    return e instanceof FileNotFoundException
        ? new UserErrorException(
            "There is no file or folder %s: name what is to be scored".formatted(input))
        : new UserErrorException(
            "Cannot read %s: %s. Name a file or folder that can be read"
                .formatted(input, e.getMessage()),
            e);
  }

  private static InputFile of(String name, FileStatus file, InputFormat fallback) {
    return new InputFile(
        name,
        file.getPath().toString(),
        InputFormat.of(name, fallback),
        file.getLen(),
        file.getModificationTime());
  }

  private static List<InputFile> below(FileSystem fs, Path folder) throws IOException {
    SortedMap<String, InputFile> found = new TreeMap<>();
    RemoteIterator<LocatedFileStatus> all = fs.listFiles(folder, true);
    while (all.hasNext()) {
      LocatedFileStatus file = all.next();
      String name = folder.toUri().relativize(file.getPath().toUri()).getPath();
      if (!isHidden(name)) {
        found.put(name, of(name, file, InputFormat.UNKNOWN));
      }
    }
    if (found.isEmpty()) {
      throw new UserErrorException(
          "Folder %s has no files: put what is to be scored there".formatted(folder));
    }
    return new ArrayList<>(found.values());
  }

  /** As Hadoop and Spark have it: what begins with _ or . is bookkeeping, not data. */
  private static boolean isHidden(String path) {
    return Arrays.stream(path.split("/", -1)).anyMatch(p -> p.startsWith("_") || p.startsWith("."));
  }

  private void checkLines(String content) {
    if (format == InputFormat.HDF5) {
      throw new UserErrorException(
          "%s holds recordings, but the model knows %s: name .txt, .csv or .parquet files, or a model of recordings with --model"
              .formatted(location, content));
    }
    if (format == InputFormat.UNKNOWN) {
      throw new UserErrorException(
          "The ending of %s says nothing: expected .txt, .csv, .tsv, .json, .jsonl, .parquet or .orc; take it away or rename it, or say what it is with scoring.source.format"
              .formatted(location));
    }
    checkCompression();
  }

  private void checkCompression() {
    // Hadoop can unpack .gz, .bz2 and .deflate by itself.
    if (name.toLowerCase(Locale.ROOT).endsWith(".zst") && !ZStandardCodec.isNativeCodeLoaded()) {
      throw new UserErrorException(
          "%s is compressed with Zstandard, for which this Hadoop has no native library: unpack it, or compress it as .gz or .bz2"
              .formatted(location));
    }
  }

  /** A pattern that means this file and no other, for readers that take paths for patterns. */
  String pattern() {
    return FileSystems.literal(new Path(location));
  }

  /** Columns that folders on the way to it name, as in {@code region=DE/names.parquet}. */
  List<String> partitionColumns() {
    String[] steps = name.split("/", -1);
    return Arrays.stream(steps, 0, steps.length - 1)
        .filter(step -> step.indexOf('=') > 0)
        .map(step -> step.substring(0, step.indexOf('=')))
        .toList();
  }

  /**
   * The folder that was named, where all files below it have the columns that its folders name, and
   * there are such.
   */
  static Optional<String> partitioned(List<InputFile> files) {
    List<String> columns = files.isEmpty() ? List.of() : files.get(0).partitionColumns();
    if (columns.isEmpty()) {
      return Optional.empty();
    }
    InputFile first = files.get(0);
    return !files.stream().allMatch(file -> file.partitionColumns().equals(columns))
        ? Optional.empty()
        : Optional.of(first.location.substring(0, first.location.length() - first.name.length()));
  }
}
