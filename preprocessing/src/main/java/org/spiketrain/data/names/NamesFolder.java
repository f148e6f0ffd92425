package org.spiketrain.data.names;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.data.io.PathSetting;
import org.spiketrain.data.io.Sha256;
import org.spiketrain.data.io.SourceFiles;
import org.spiketrain.model.UserErrorException;

/**
 * A folder with one file {@code <Language>.txt} a language, one name a line, as the names tutorials
 * use: UTF-8 with or without a byte order mark, in any Unicode form, lines ended by LF or CRLF.
 * Files that do not end in {@code .txt} or whose names begin with {@code .} or {@code _} are left
 * alone. The classes are the file names without their ending, sorted.
 *
 * <p>The path {@code builtin:surnames} means the sample of 18 languages in this jar.
 */
public final class NamesFolder {
  /** The path of the sample in this jar. */
  public static final String BUILTIN_SURNAMES = SourceFiles.BUILTIN + "surnames";

  private static final String ENDING = ".txt";

  private final SparkSession spark;
  private final String path;
  private final List<NameFile> files;
  private final String fingerprint;

  private NamesFolder(SparkSession spark, String path, List<NameFile> files) {
    this.spark = spark;
    this.path = path;
    this.files = files;
    this.fingerprint = fingerprint(scan());
  }

  /**
   * Lists the folder and reads its files once, on the executors, to check and fingerprint them.
   *
   * @param path a folder on any Hadoop file system, or {@link #BUILTIN_SURNAMES}
   * @throws UserErrorException if there is no such folder, if it has fewer than two {@code .txt}
   *     files, or if a file has no names or is not UTF-8
   */
  public static NamesFolder open(SparkSession spark, String path) {
    List<String> locations =
        path.startsWith(SourceFiles.BUILTIN) ? builtin(path) : list(spark, path);
    if (locations.isEmpty()) {
      throw new UserErrorException(
          "Folder %s has no .txt files: put one file <Language>.txt a language there, one name a line"
              .formatted(path));
    }
    List<NameFile> files = new ArrayList<>();
    for (String location : sortedByClass(locations)) {
      files.add(new NameFile(files.size(), fileName(location), location));
    }
    if (files.size() == 1) {
      throw new UserErrorException(
          "Folder %s has only one .txt file, %s: at least two classes are needed, one file each"
              .formatted(path, files.get(0).name()));
    }
    return new NamesFolder(spark, path, List.copyOf(files));
  }

  /** The path it was opened with. */
  public String path() {
    return path;
  }

  /** The languages, sorted; the label of a line is an index into this list. */
  public List<String> classes() {
    return files.stream().map(file -> className(file.name())).toList();
  }

  /** SHA-256 over the sorted file names and the digests of their contents, in hexadecimal. */
  public String fingerprint() {
    return fingerprint;
  }

  /** All lines of all files, each file streamed by one task. */
  public JavaRDD<NameLine> lines() {
    SerializableConfiguration conf = configuration();
    return distributedFiles().flatMap(file -> stream(file, conf.value()));
  }

  private static Iterator<NameLine> stream(NameFile file, Configuration conf) throws IOException {
    NameLines lines = new NameLines(file, file.open(conf));
    TaskContext.get()
        .addTaskCompletionListener(
            context -> {
              try {
                lines.close();
              } catch (IOException e) {
                throw new UncheckedIOException("Cannot close " + file.location(), e);
              }
            });
    return lines;
  }

  private List<FileScan> scan() {
    SerializableConfiguration conf = configuration();
    List<FileScan> scans =
        distributedFiles().map(file -> FileScan.of(file, conf.value())).collect();
    List<String> problems =
        scans.stream()
            .filter(scan -> !scan.problem().isEmpty())
            .map(scan -> scan.file().location() + " " + scan.problem())
            .toList();
    if (!problems.isEmpty()) {
      throw new UserErrorException(String.join("\n", problems));
    }
    return scans;
  }

  private static String fingerprint(List<FileScan> scans) {
    StringBuilder all = new StringBuilder();
    for (FileScan scan : scans) {
      all.append(scan.file().name()).append('\n').append(scan.sha256()).append('\n');
    }
    return Sha256.of(all.toString());
  }

  private JavaRDD<NameFile> distributedFiles() {
    return JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(files, files.size());
  }

  private SerializableConfiguration configuration() {
    return new SerializableConfiguration(spark.sessionState().newHadoopConf());
  }

  private static List<String> list(SparkSession spark, String path) {
    Path folder = PathSetting.parse("data.path", path);
    try {
      FileSystem fs = FileSystems.of(spark.sessionState().newHadoopConf(), folder);
      checkFolder(fs, folder);
      return Arrays.stream(fs.listStatus(folder, file -> isNames(file.getName())))
          .filter(FileStatus::isFile)
          .map(status -> status.getPath().toString())
          .toList();
    } catch (IOException e) {
      throw new UserErrorException(
          "Cannot read folder %s: %s. Name a folder that can be read (data.path)"
              .formatted(path, e.getMessage()),
          e);
    }
  }

  private static void checkFolder(FileSystem fs, Path folder) throws IOException {
    if (!fs.exists(folder)) {
      throw new UserErrorException(
          "Folder %s does not exist: name the folder with the .txt files (data.path)"
              .formatted(fs.makeQualified(folder)));
    }
    if (!fs.getFileStatus(folder).isDirectory()) {
      throw new UserErrorException(
          "%s is a file: name the folder with one .txt file a language (data.path)"
              .formatted(fs.makeQualified(folder)));
    }
  }

  private static boolean isNames(String fileName) {
    return fileName.endsWith(ENDING)
        && fileName.length() > ENDING.length()
        && !fileName.startsWith(".")
        && !fileName.startsWith("_");
  }

  /** By the class alone: with their endings, "A-B.txt" would come before "A.txt". */
  private static List<String> sortedByClass(List<String> locations) {
    return locations.stream()
        .sorted(Comparator.comparing(location -> className(fileName(location))))
        .toList();
  }

  private static String className(String fileName) {
    return fileName.substring(0, fileName.length() - ENDING.length());
  }

  private static String fileName(String location) {
    return location.substring(location.lastIndexOf('/') + 1);
  }

  private static List<String> builtin(String path) {
    if (!path.equals(BUILTIN_SURNAMES)) {
      throw new UserErrorException(
          "There is no sample %s: the one there is, is %s".formatted(path, BUILTIN_SURNAMES));
    }
    // A jar's folders cannot be listed through the class loader: INDEX names the files.
    try (BufferedReader index =
        new BufferedReader(
            new InputStreamReader(
                SourceFiles.openResource("/surnames/INDEX"), StandardCharsets.UTF_8))) {
      return index.lines().map(name -> SourceFiles.BUILTIN + "/surnames/" + name).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the surname sample", e);
    }
  }
}
