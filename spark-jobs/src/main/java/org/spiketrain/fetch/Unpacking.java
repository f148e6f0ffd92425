package org.spiketrain.fetch;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.spiketrain.data.io.AtomicOutput;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.fetch.FetchProgress.Fetched;
import org.spiketrain.fetch.FetchProgress.Fetched.Outcome;
import org.spiketrain.model.UserErrorException;

/** Lays files of an archive beside it, each whole or not at all. */
record Unpacking(Configuration conf, FileSystem fs, OutputMode mode, FetchProgress progress) {
  /** All wanted files are in memory at once; a thousand times the names' 150 kB. */
  private static final int MOST_BYTES = 150_000_000;

  /**
   * Unpacks wanted files, asterisks in whose path are any characters but slashes. If the archive
   * cannot be used or a file with other bytes is there, it writes nothing, and throws a {@link
   * UserErrorException}.
   */
  void run(Path archive, String wanted) throws IOException {
    Map<String, byte[]> files = files(archive, wanted);
    Path folder = archive.getParent();
    Set<String> there = new HashSet<>();
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path target = new Path(folder, file.getKey());
      if (hasBytes(target, file.getValue())) {
        there.add(file.getKey());
      } else if (mode == OutputMode.REFUSE_EXISTING && fs.exists(target)) {
        throw new UserErrorException(
            "%s is there already and is not the published one: replace it with --overwrite, or fetch to another folder with --output"
                .formatted(target));
      }
    }
    files.forEach(
        (name, bytes) -> {
          if (!there.contains(name)) {
            AtomicOutput.writeFile(conf, new Path(folder, name), bytes, mode);
          }
          Outcome outcome = there.contains(name) ? Outcome.THERE_ALREADY : Outcome.UNPACKED;
          progress.finished(new Fetched(name, outcome, bytes.length, Optional.empty()));
        });
  }

  private boolean hasBytes(Path file, byte[] bytes) throws IOException {
    if (!fs.exists(file) || fs.getFileStatus(file).isDirectory()) {
      return false;
    }
    try (InputStream in = fs.open(file)) {
      return Arrays.equals(in.readNBytes(bytes.length + 1), bytes);
    }
  }

  /** The bytes of the wanted files by the last word of their path; hidden ones are left out. */
  private Map<String, byte[]> files(Path archive, String wanted) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (ZipInputStream zip = new ZipInputStream(fs.open(archive))) {
      Pattern pattern = pattern(wanted);
      int left = MOST_BYTES;
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
        if (pattern.matcher(entry.getName()).matches() && !name.startsWith(".")) {
          byte[] bytes = bytes(archive, zip, left);
          left -= bytes.length;
          files.put(name, bytes);
        }
      }
    } catch (ZipException | EOFException e) {
      throw new UserErrorException(
          "%s is a damaged zip archive (%s): replace it with --overwrite"
              .formatted(archive, e.getMessage()),
          e);
    }
    if (files.isEmpty()) {
      throw new UserErrorException(
          "%s has no %s, or is no zip archive: replace it with --overwrite, or name another catalogue with --catalogue"
              .formatted(archive, wanted));
    }
    return files;
  }

  private static byte[] bytes(Path archive, InputStream zip, int most) throws IOException {
    byte[] bytes = zip.readNBytes(most + 1);
    if (bytes.length > most) {
      throw new UserErrorException(
          "The files in %s have more than %,d bytes: unpack it by hand"
              .formatted(archive, MOST_BYTES));
    }
    return bytes;
  }

  private static Pattern pattern(String wanted) {
    return Pattern.compile("\\Q" + wanted.replace("*", "\\E[^/\\\\]*\\Q") + "\\E");
  }
}
