package org.spiketrain.data.io;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.security.AccessControlException;
import org.apache.hadoop.util.VersionInfo;
import org.spiketrain.model.UserErrorException;

/** The file systems that paths are on. */
public final class FileSystems {
  private static final String LOCAL = "file";

  /** Hadoop's packages of file systems that it names but that Spark does not bring. */
  private static final Map<String, String> PACKAGES =
      Map.of(
          "s3a", "hadoop-aws",
          "abfs", "hadoop-azure",
          "abfss", "hadoop-azure",
          "wasb", "hadoop-azure",
          "wasbs", "hadoop-azure");

  /** As operating systems and Hadoop say it. */
  private static final Pattern FULL =
      Pattern.compile(
          "No space left on device|not enough space on the disk|[Qq]uota\\b.{0,500}?\\bexceeded");

  private FileSystems() {}

  /**
   * The file system of a path.
   *
   * @throws IOException if there is none such, if its classes are not there, or if its host is not
   *     known, which Hadoop itself takes for programming errors
   */
  public static FileSystem of(Configuration conf, Path path) throws IOException {
    try {
      return path.getFileSystem(conf);
    } catch (IllegalArgumentException e) {
      throw e.getCause() instanceof UnknownHostException unknown
          ? new IOException("the host " + unknown.getMessage() + " is not known", e)
          : new IOException(e.getMessage(), e);
    } catch (UnsupportedFileSystemException e) {
      throw "s3".equals(path.toUri().getScheme())
          ? new IOException(e.getMessage() + ", write s3a://", e)
          : e;
    } catch (RuntimeException e) {
      if (e.getCause() instanceof ClassNotFoundException) {
        throw missing(path, e.getCause());
      }
      throw e;
    } catch (NoClassDefFoundError e) {
      throw missing(path, e);
    }
  }

  private static IOException missing(Path path, Throwable cause) {
    String scheme = path.toUri().getScheme();
    String name = PACKAGES.get(scheme);
    return new IOException(
        "what reads %s:// is not there (%s), add %s"
            .formatted(
                scheme,
                cause.getMessage(),
                name == null
                    ? "its jars with --jars"
                    : "--packages org.apache.hadoop:%s:%s"
                        .formatted(name, VersionInfo.getVersion())),
        cause);
  }

  /**
   * A child of a folder by its name. If that has a colon, Hadoop takes what is before for a scheme.
   */
  public static Path child(Path folder, String name) {
    return new Path(folder, new Path(null, null, name));
  }

  /** Opens a file, which may have a colon in its name. */
  public static FSDataInputStream open(Configuration conf, Path path) throws IOException {
    return open(of(conf, path), path);
  }

  private static FSDataInputStream open(FileSystem fs, Path path) throws IOException {
    return (hidesChecksums(fs, path) ? withoutChecksumFiles(fs) : fs).open(path);
  }

  /** Returns whether Hadoop cannot name the file of checksums beside a local one. */
  private static boolean hidesChecksums(FileSystem fs, Path path) {
    return isLocal(fs) && path.getName().indexOf(':') >= 0;
  }

  /**
   * Refuses a file that only {@link #open} can read.
   *
   * @throws UserErrorException if it is a local one with a colon in its name
   */
  public static void requireReadableByAll(Configuration conf, Path path) throws IOException {
    if (hidesChecksums(of(conf, path), path)) {
      throw new UserErrorException(
          "%s has a colon in its name, with which Hadoop's readers cannot read it: rename it"
              .formatted(path));
    }
  }

  /** Writes what a file holds. */
  @FunctionalInterface
  public interface Contents {
    void write(OutputStream out) throws IOException;
  }

  /**
   * Writes a file.
   *
   * @throws IOException if that fails; where the disk is full, Hadoop's local file system has an
   *     error for it
   */
  public static void write(FileSystem fs, Path path, boolean overwrite, Contents contents)
      throws IOException {
    try (OutputStream out = fs.create(path, overwrite)) {
      contents.write(out);
    } catch (FSError e) {
      throw new IOException(e.getCause().getMessage(), e);
    } catch (IllegalArgumentException e) {
      // Streams of HDFS throw what they failed by once more when they are closed, and Java then
      // complains of an exception that would suppress itself.
      if (e.getCause() instanceof IOException failed) {
        throw failed;
      }
      throw e;
    }
  }

  /**
   * Returns whether a path could not be read for want of permissions, which Hadoop's local file
   * system takes for a file that is not there.
   */
  public static boolean isForbidden(Path path, IOException e) {
    if (e instanceof AccessControlException
        || e instanceof AccessDeniedException
        || String.valueOf(e.getMessage()).contains("Permission denied")) {
      return true;
    }
    String scheme = path.toUri().getScheme();
    if (scheme != null && !scheme.equals(LOCAL)) {
      return false;
    }
    try {
      Files.readAttributes(local(path), BasicFileAttributes.class);
      return false;
    } catch (AccessDeniedException denied) {
      return true;
    } catch (IOException missing) {
      return false;
    }
  }

  /** Returns whether an error says that there is no room for what was to be written. */
  public static boolean isFull(Throwable e) {
    return FULL.matcher(String.valueOf(e.getMessage())).find();
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

  /**
   * A path with its scheme and host.
   *
   * @throws UncheckedIOException if there is no such file system
   */
  public static Path qualified(Configuration conf, Path path) {
    try {
      return of(conf, path).makeQualified(path);
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
    try (InputStream in = open(fs, path)) {
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
