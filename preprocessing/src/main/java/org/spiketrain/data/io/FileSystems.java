package org.spiketrain.data.io;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.StandardCopyOption;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.Path;
import org.spiketrain.model.UserErrorException;

/** The file systems that paths are on. */
public final class FileSystems {
  private static final String LOCAL = "file";

  private FileSystems() {}

  /**
   * The file system of a path.
   *
   * @throws IOException if there is none such, or if its host is not known, which Hadoop itself
   *     takes for a programming error
   */
  public static FileSystem of(Configuration conf, Path path) throws IOException {
    try {
      return path.getFileSystem(conf);
    } catch (IllegalArgumentException e) {
      throw e.getCause() instanceof UnknownHostException unknown
          ? new IOException("the host " + unknown.getMessage() + " is not known", e)
          : new IOException(e.getMessage(), e);
    }
  }

  /**
   * Returns whether there is a file or folder.
   *
   * @throws UncheckedIOException if that cannot be found out
   */
  public static boolean exists(Configuration conf, Path path) {
    try {
      return of(conf, path).exists(path);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot look for " + path, e);
    }
  }

  /** Deletes a file or a folder with all that is in it, where it is there. */
  public static void delete(Configuration conf, Path path) {
    try {
      of(conf, path).delete(path, true);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot delete " + path, e);
    }
  }

  /**
   * The bytes of a file that is small beside the memory: a manifest, a model, a checkpoint.
   *
   * @throws UserErrorException if it has more bytes than half of the heap
   * @throws IOException if it cannot be read
   */
  public static byte[] readWhole(FileSystem fs, Path path) throws IOException {
    long bytes = fs.getFileStatus(path).getLen();
    if (bytes > Math.min(Runtime.getRuntime().maxMemory() / 2, Integer.MAX_VALUE - 8)) {
      throw new UserErrorException(
          "%s has %d bytes, more than half of this program's memory: name another file, or give it more with --driver-memory"
              .formatted(path, bytes));
    }
    try (InputStream in = fs.open(path)) {
      return in.readAllBytes();
    }
  }

  /** Returns true for a file system of {@code file:} paths, whatever class serves them. */
  public static boolean isLocal(FileSystem fs) {
    return LOCAL.equals(fs.getUri().getScheme());
  }

  /**
   * A file system that keeps no files of checksums beside its own. Hadoop's local one does, and
   * what is renamed, or cut off by the end of the program, then needs more than one step. Classes
   * around the local one, such as Hive's, are unwrapped.
   */
  public static FileSystem withoutChecksumFiles(FileSystem fs) {
    FileSystem plain = fs;
    while (plain instanceof FilterFileSystem filter
        && isLocal(filter)
        && isLocal(filter.getRawFileSystem())) {
      plain = filter.getRawFileSystem();
    }
    return plain;
  }

  /** A pattern of this path alone, for readers that take every path for one, as Hadoop does. */
  public static String literal(Path path) {
    return path.toString().replaceAll("[\\[\\]{}*?\\\\]", "\\\\$0");
  }

  /**
   * Moves a local file to a path where there may be another one, in one step: whoever reads the
   * target finds the old file or the new one. The operating system does it, since several of
   * Hadoop's and other projects' classes serve {@code file:} paths and disagree on renames: Hive's
   * refuses to replace an existing file. Checksums that Hadoop may have kept beside either file go;
   * without them a file is read unchecked, with those of another it could not be read at all.
   *
   * @param to on the same disk as {@code from}
   * @throws IOException if the operating system refuses, or if its character set lacks a letter
   */
  static void replaceLocal(Path from, Path to) throws IOException {
    java.nio.file.Path source = local(from);
    java.nio.file.Path target = local(to);
    Files.deleteIfExists(checksums(target));
    Files.move(source, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Files.deleteIfExists(checksums(source));
  }

  private static java.nio.file.Path local(Path path) throws IOException {
    try {
      return new File(path.toUri().getPath()).toPath();
    } catch (InvalidPathException e) {
      throw new IOException(e.getMessage() + " (is the locale one of UTF-8?)", e);
    }
  }

  /** The file that Hadoop's ChecksumFileSystem keeps beside another one. */
  private static java.nio.file.Path checksums(java.nio.file.Path file) {
    return file.resolveSibling(".%s.crc".formatted(file.getFileName()));
  }
}
