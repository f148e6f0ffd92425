package org.spiketrain.data.io;

import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.io.input.CloseShieldInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.IOUtils;
import org.apache.hadoop.security.AccessControlException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;
import org.spiketrain.model.UserErrorException;

/**
 * The files of a corpus, on a Hadoop file system or within this jar: listed, read once as a whole
 * to check and fingerprint them, then read again for their contents.
 */
public final class SourceFiles {
  /** Begins the location of what lies in this jar rather than on a file system. */
  public static final String BUILTIN = "builtin:";

  private static final Pattern SEVERAL = Pattern.compile("(.+)/\\{([^{}/]+)}");

  private SourceFiles() {}

  /** A file of a corpus. */
  public interface SourceFile extends Serializable {
    /** Its full path, or {@link #BUILTIN} and a resource of this jar. */
    String location();

    /** Its name, without folders. */
    default String name() {
      return location().substring(location().lastIndexOf('/') + 1);
    }

    /** Opens the bytes as they lie there. */
    default InputStream open(Configuration conf) throws IOException {
      if (location().startsWith(BUILTIN)) {
        return openResource(location().substring(BUILTIN.length()));
      }
      Path path = new Path(location());
      return FileSystems.open(conf, path);
    }
  }

  /** Reads something of a file, on an executor. */
  @FunctionalInterface
  public interface Reader<F, T> extends Serializable {
    T read(F file, Configuration conf) throws IOException, FileFaultException;
  }

  /** What becomes of files that are named and not there, or have nothing in them. */
  public enum Lack {
    REFUSED,
    /** Where others are appended to, one file is enough. */
    LEFT_OUT;

    /** Of a corpus, or of data that are appended to a base. */
    public static Lack of(Optional<?> base) {
      return base.isEmpty() ? REFUSED : LEFT_OUT;
    }
  }

  /** Reads what it needs of a stream that stays open. */
  @FunctionalInterface
  public interface Contents {
    void read(InputStream in) throws IOException, FileFaultException;
  }

  /** A bad file is a finding, not an exception, so that Spark does not try it again. */
  private record Finding<T>(T found, String problem) implements Serializable {}

  /** Opens a resource of this jar. */
  public static InputStream openResource(String resource) throws IOException {
    InputStream in = SourceFiles.class.getResourceAsStream(resource);
    if (in == null) {
      throw new FileNotFoundException("resource " + resource + " is not in the Spiketrain jar");
    }
    return in;
  }

  /**
   * Lists the files of a folder whose names are wanted; hidden ones, which begin with {@code .} or
   * {@code _}, are left alone.
   *
   * @param path a folder on any Hadoop file system, or several (key {@code data.path})
   * @param contents what the folder should have, such as {@code .txt files}
   * @return their full paths
   * @throws UserErrorException if there is no such folder
   */
  public static List<Path> list(
      Configuration conf, String path, String contents, Predicate<String> wanted) {
    return folders(path).stream()
        .flatMap(folder -> list(conf, folder, contents, wanted).stream())
        .toList();
  }

  /**
   * The folders that a path names: itself, or several beside each other, as in {@code
   * days/{2026-11-29,2026-11-30}}.
   */
  public static List<Path> folders(String path) {
    Matcher several = SEVERAL.matcher(path);
    if (!several.matches()) {
      return List.of(PathSetting.parse("data.path", path));
    }
    Path parent = PathSetting.parse("data.path", several.group(1));
    return Arrays.stream(several.group(2).split(","))
        .map(name -> FileSystems.child(parent, name))
        .toList();
  }

  /** A path that {@link #folders} takes apart into folders of these names below a parent. */
  public static String path(Path parent, List<String> names) {
    return names.size() == 1
        ? FileSystems.child(parent, names.get(0)).toString()
        : "%s/{%s}".formatted(parent, String.join(",", names));
  }

  private static List<Path> list(
      Configuration conf, Path folder, String contents, Predicate<String> wanted) {
    try {
      FileSystem fs = FileSystems.of(conf, folder);
      if (!fs.exists(folder) || !fs.getFileStatus(folder).isDirectory()) {
        throw new UserErrorException(
            "Folder %s %s: name the folder with the %s (data.path)"
                .formatted(
                    fs.makeQualified(folder),
                    fs.exists(folder) ? "is a file" : "does not exist",
                    contents));
      }
      return Arrays.stream(fs.listStatus(folder))
          .filter(FileStatus::isFile)
          .map(FileStatus::getPath)
          .filter(file -> !file.getName().startsWith(".") && !file.getName().startsWith("_"))
          .filter(file -> wanted.test(file.getName()))
          .toList();
    } catch (IOException e) {
      throw new UserErrorException(
          "Cannot read folder %s: %s. Name a folder that can be read (data.path)"
              .formatted(folder, e.getMessage()),
          e);
    }
  }

  /**
   * Reads every file once, on the executors.
   *
   * @param remedy what to do where one cannot be opened
   * @param reader throws {@link FileFaultException} over a file that cannot be used
   * @return what was found, in the order of the files
   * @throws UserErrorException if files cannot be used, naming all of them
   */
  public static <F extends SourceFile, T> List<T> scan(
      SparkSession spark, List<F> files, String remedy, Reader<F, T> reader) {
    SerializableConfiguration conf = configuration(spark);
    List<Finding<T>> findings =
        distribute(spark, files).map(file -> find(file, conf.value(), remedy, reader)).collect();
    String problems =
        findings.stream()
            .map(Finding::problem)
            .filter(problem -> !problem.isEmpty())
            .collect(Collectors.joining("\n"));
    if (!problems.isEmpty()) {
      throw new UserErrorException(problems);
    }
    return findings.stream().map(Finding::found).toList();
  }

  private static <F extends SourceFile, T> Finding<T> find(
      F file, Configuration conf, String remedy, Reader<F, T> reader) {
    try {
      return new Finding<>(reader.read(file, conf), "");
    } catch (FileFaultException e) {
      return new Finding<>(null, file.location() + " " + e.getMessage());
    } catch (FileNotFoundException | AccessControlException e) {
      return new Finding<>(
          null, "%s cannot be read (%s): %s".formatted(file.location(), e.getMessage(), remedy));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file.location(), e);
    }
  }

  /** The contents of files found good, each streamed by one task, which closes it in the end. */
  public static <F extends SourceFile, T> JavaRDD<T> contents(
      SparkSession spark, List<F> files, Reader<F, Iterator<T>> opener) {
    SerializableConfiguration conf = configuration(spark);
    return distribute(spark, files).flatMap(file -> opened(file, conf.value(), opener));
  }

  private static <F extends SourceFile, T> Iterator<T> opened(
      F file, Configuration conf, Reader<F, Iterator<T>> opener) {
    try {
      return opener.read(file, conf);
    } catch (FileFaultException e) {
      throw e.changed(file.location());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file.location(), e);
    }
  }

  /** Closes what a Spark task reads when the task ends. */
  public static <R extends Closeable> R closedWithTask(R reader) {
    TaskCompletionListener closing = context -> IOUtils.closeStream(reader);
    TaskContext.get().addTaskCompletionListener(closing);
    return reader;
  }

  /** SHA-256 of a file's bytes as they lie there, in hexadecimal, while its contents are read. */
  public static String digest(InputStream file, Contents contents)
      throws IOException, FileFaultException {
    MessageDigest digest = DigestUtils.getSha256Digest();
    try (InputStream in = new DigestInputStream(file, digest)) {
      contents.read(CloseShieldInputStream.wrap(in));
      // Unpacking may leave bytes behind the last of the contents unread.
      in.transferTo(OutputStream.nullOutputStream());
    }
    return Hex.encodeHexString(digest.digest());
  }

  /** SHA-256 over lines, such as names of files and their digests, in hexadecimal. */
  public static String fingerprint(Stream<String> lines) {
    return DigestUtils.sha256Hex(lines.map(line -> line + "\n").collect(Collectors.joining()));
  }

  private static <F> JavaRDD<F> distribute(SparkSession spark, List<F> files) {
    return JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(files, files.size());
  }

  private static SerializableConfiguration configuration(SparkSession spark) {
    return new SerializableConfiguration(spark.sessionState().newHadoopConf());
  }
}
