package org.spiketrain.score;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.io.compress.ZStandardCodec;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.data.RecordingEncoder;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.data.io.PathSetting;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.score.InputFile.InputFormat;

/** Finds the files to score: the one that is named, or all below a folder, sorted by path. */
final class InputFiles {
  private InputFiles() {}

  /**
   * Files of lines and tables; each other file in a folder is refused.
   *
   * @param content what they hold, such as names
   */
  static List<InputFile> ofLines(Configuration conf, String input, String content) {
    List<InputFile> files = list(conf, input, InputFormat.TEXT);
    files.forEach(file -> checkLines(file, content));
    return files;
  }

  /** Files of recordings; other files in a folder are left alone. */
  static List<InputFile> ofRecordings(Configuration conf, String input, RecordingEncoder encoder) {
    List<InputFile> files =
        list(conf, input, InputFormat.HDF5).stream()
            .filter(file -> encoder.reads(file.name()) || file.format() == InputFormat.HDF5)
            .toList();
    if (files.isEmpty()) {
      throw new UserErrorException(
          "%s has no recordings, which the model reads: name a file that ends in %s, or a folder of them"
              .formatted(input, encoder.endings()));
    }
    return files;
  }

  /**
   * All files.
   *
   * @param fallback format of a file that was named itself and whose ending says nothing
   */
  private static List<InputFile> list(Configuration conf, String input, InputFormat fallback) {
    Path path = PathSetting.parse("--input", input);
    try {
      FileSystem fs = FileSystems.of(conf, path);
      FileStatus status = fs.getFileStatus(path);
      return status.isFile()
          ? List.of(file(0, status.getPath().getName(), status, fallback))
          : below(fs, status.getPath());
    } catch (FileNotFoundException e) {
      throw new UserErrorException(
          "There is no file or folder %s: name what is to be scored".formatted(input), e);
    } catch (IOException e) {
      throw new UserErrorException(
          "Cannot read %s: %s. Name a file or folder that can be read"
              .formatted(input, e.getMessage()),
          e);
    }
  }

  private static InputFile file(int index, String name, FileStatus file, InputFormat fallback) {
    InputFormat format = InputFormat.ofEnding(name).orElse(fallback);
    return new InputFile(index, name, file.getPath().toString(), format, file.getLen());
  }

  private static List<InputFile> below(FileSystem fs, Path folder) throws IOException {
    SortedMap<String, LocatedFileStatus> found = new TreeMap<>();
    RemoteIterator<LocatedFileStatus> all = fs.listFiles(folder, true);
    while (all.hasNext()) {
      LocatedFileStatus file = all.next();
      String name = folder.toUri().relativize(file.getPath().toUri()).getPath();
      if (!isHidden(name)) {
        found.put(name, file);
      }
    }
    if (found.isEmpty()) {
      throw new UserErrorException(
          "Folder %s has no files: put what is to be scored there".formatted(folder));
    }
    List<InputFile> files = new ArrayList<>();
    found.forEach((name, file) -> files.add(file(files.size(), name, file, InputFormat.UNKNOWN)));
    return files;
  }

  private static void checkLines(InputFile file, String content) {
    if (file.format() == InputFormat.HDF5) {
      throw new UserErrorException(
          "%s holds recordings, but the model knows %s: name .txt, .csv or .parquet files, or a model of recordings with --model"
              .formatted(file.location(), content));
    }
    if (file.format() == InputFormat.UNKNOWN) {
      throw new UserErrorException(
          "The ending of %s says nothing: expected .txt, .csv or .parquet; take it away or rename it"
              .formatted(file.location()));
    }
    checkCompression(file);
  }

  /** Hadoop can unpack .gz, .bz2 and .deflate by itself, .zst only with its native library. */
  private static void checkCompression(InputFile file) {
    if (file.name().toLowerCase(Locale.ROOT).endsWith(".zst")
        && !ZStandardCodec.isNativeCodeLoaded()) {
      throw new UserErrorException(
          "%s is compressed with Zstandard, for which this Hadoop has no native library: unpack it, or compress it as .gz or .bz2"
              .formatted(file.location()));
    }
  }

  /** As Hadoop and Spark have it: what begins with _ or . is bookkeeping, not data. */
  private static boolean isHidden(String path) {
    return Arrays.stream(path.split("/")).anyMatch(p -> p.startsWith("_") || p.startsWith("."));
  }

  /** Sizes of the pieces that large files are cut into. */
  static final class PieceSize {
    /** Pieces a processor, so that none waits long for the last one. */
    private static final int PIECES_A_PROCESSOR = 3;

    private static final long SMALLEST_BYTES = 256 * 1024;

    private PieceSize() {}

    /** A task and an output file for fewer would cost more than the scoring. */
    private static final int FEWEST_RECORDINGS = 16;

    /** Returns how many recordings of so many a piece is to have at most. */
    static int ofRecordings(SparkSession spark, long recordings) {
      return (int) Math.max(FEWEST_RECORDINGS, recordings / pieces(spark) + 1);
    }

    /** About how many bytes a piece of these files is to have. */
    static long of(SparkSession spark, Collection<InputFile> files) {
      long bytes = files.stream().mapToLong(InputFile::bytes).sum();
      return Math.max(SMALLEST_BYTES, bytes / pieces(spark));
    }

    private static long pieces(SparkSession spark) {
      return (long) PIECES_A_PROCESSOR * spark.sparkContext().defaultParallelism();
    }
  }
}
