package org.spiketrain.data.io;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Files of {@code file:} paths, by the operating system itself. Several of Hadoop's and other
 * projects' classes serve this scheme, and they disagree on renames: Hive's refuses to replace an
 * existing file.
 */
final class LocalFiles {
  private LocalFiles() {}

  /**
   * Moves a file to a path where there may be another one, in one step: whoever reads the target
   * finds the old file or the new one. Checksums that Hadoop may have kept beside either file go;
   * without them a file is read unchecked, with those of another it could not be read at all.
   *
   * @param from a file, with a path from the root
   * @param to on the same disk as {@code from}, with a path from the root
   * @throws IOException if the operating system refuses, or if its character set lacks a letter
   */
  static void replace(org.apache.hadoop.fs.Path from, org.apache.hadoop.fs.Path to)
      throws IOException {
    Path source = local(from);
    Path target = local(to);
    Files.deleteIfExists(checksums(target));
    Files.move(source, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Files.deleteIfExists(checksums(source));
  }

  private static Path local(org.apache.hadoop.fs.Path path) throws IOException {
    try {
      return new File(path.toUri().getPath()).toPath();
    } catch (InvalidPathException e) {
      throw new IOException(e.getMessage() + " (is the locale one of UTF-8?)", e);
    }
  }

  /** The file that Hadoop's ChecksumFileSystem keeps beside another one. */
  private static Path checksums(Path file) {
    return file.resolveSibling(".%s.crc".formatted(file.getFileName()));
  }
}
