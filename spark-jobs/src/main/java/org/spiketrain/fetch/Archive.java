package org.spiketrain.fetch;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.spiketrain.model.UserErrorException;

/** A zip archive of small files, on any file system. */
record Archive(FileSystem fs, Path path) {
  /** All wanted files are in memory at once; a thousand times the names' 150 kB. */
  private static final int MOST_BYTES = 150_000_000;

  /**
   * Files of the archive, whose checksums are right.
   *
   * @param wanted their path in the archive, with asterisks for any characters but slashes
   * @return their bytes, by the last word of their path; hidden ones are left out
   * @throws UserErrorException if the archive is none or damaged, or has none of them
   */
  Map<String, byte[]> files(String wanted) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (ZipInputStream zip = new ZipInputStream(fs.open(path))) {
      Pattern pattern = pattern(wanted);
      int left = MOST_BYTES;
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
        if (pattern.matcher(entry.getName()).matches() && !name.startsWith(".")) {
          byte[] bytes = bytes(zip, left);
          left -= bytes.length;
          files.put(name, bytes);
        }
      }
    } catch (ZipException | EOFException e) {
      throw new UserErrorException(
          "%s is a damaged zip archive (%s): replace it with --overwrite"
              .formatted(path, e.getMessage()),
          e);
    }
    if (files.isEmpty()) {
      throw new UserErrorException(
          "%s has no %s, or is no zip archive: replace it with --overwrite, or name another catalogue with --catalogue"
              .formatted(path, wanted));
    }
    return files;
  }

  private byte[] bytes(InputStream zip, int most) throws IOException {
    byte[] bytes = zip.readNBytes(most + 1);
    if (bytes.length > most) {
      throw new UserErrorException(
          "The files in %s have more than %,d bytes: unpack it by hand"
              .formatted(path, MOST_BYTES));
    }
    return bytes;
  }

  private static Pattern pattern(String wanted) {
    return Pattern.compile("\\Q" + wanted.replace("*", "\\E[^/\\\\]*\\Q") + "\\E");
  }
}
