package org.spiketrain.data.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnknownHostException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.Path;

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

  /** Deletes a file or a folder with all that is in it, where it is there. */
  public static void delete(Configuration conf, Path path) {
    try {
      of(conf, path).delete(path, true);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot delete " + path, e);
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
}
