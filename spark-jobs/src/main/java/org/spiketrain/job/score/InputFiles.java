package org.spiketrain.job.score;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
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
import org.spiketrain.model.UserErrorException;
import org.spiketrain.preprocess.source.FileSystems;
import org.spiketrain.preprocess.source.PathSetting;

/** Finds the files to score: the one that is named, or all below a folder, sorted by path. */
final class InputFiles {
  private InputFiles() {}

  static List<InputFile> list(Configuration conf, String input) {
    Path path = PathSetting.parse("--input", input);
    try {
      FileSystem fs = FileSystems.of(conf, path);
      FileStatus status = fs.getFileStatus(path);
      List<InputFile> files =
          status.isFile() ? List.of(single(status)) : below(fs, status.getPath());
      files.forEach(InputFiles::checkCompression);
      return files;
    } catch (FileNotFoundException e) {
      throw new UserErrorException(
          "There is no file or folder %s: name a file of names to score".formatted(input), e);
    } catch (IOException e) {
      throw new UserErrorException(
          "Cannot read %s: %s. Name a file or folder that can be read"
              .formatted(input, e.getMessage()),
          e);
    }
  }

  private static InputFile single(FileStatus file) {
    // A file without an ending, or with an unknown one, was named by the user: one name a line.
    String name = file.getPath().getName();
    InputFormat format = InputFormat.ofEnding(name).orElse(InputFormat.TEXT);
    return new InputFile(0, name, file.getPath().toString(), format, file.getLen());
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
          "Folder %s has no files: put .txt, .csv or .parquet files there".formatted(folder));
    }
    List<InputFile> files = new ArrayList<>();
    found.forEach(
        (name, file) ->
            files.add(
                new InputFile(
                    files.size(),
                    name,
                    file.getPath().toString(),
                    format(folder, name),
                    file.getLen())));
    return files;
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

  private static InputFormat format(Path folder, String name) {
    return InputFormat.ofEnding(name)
        .orElseThrow(
            () ->
                new UserErrorException(
                    "Folder %s has the file %s, whose ending says nothing: expected .txt, .csv or .parquet; take it away or rename it"
                        .formatted(folder, name)));
  }

  /** As Hadoop and Spark have it: what begins with _ or . is bookkeeping, not data. */
  private static boolean isHidden(String path) {
    return Arrays.stream(path.split("/")).anyMatch(p -> p.startsWith("_") || p.startsWith("."));
  }
}
