package org.spiketrain.data.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.spiketrain.data.io.PathSetting;
import org.spiketrain.data.io.Sha256;
import org.spiketrain.data.io.SourceFiles;
import org.spiketrain.model.UserErrorException;

/** The files of labelled sentences that a configuration names, each read by one task. */
public final class TextFolder {
  /** The path of the sample in this jar. */
  public static final String BUILTIN_OPINIONS = SourceFiles.BUILTIN + "opinions";

  private final SparkSession spark;
  private final List<TextFile> files;
  private final String fingerprint;

  private TextFolder(SparkSession spark, List<TextFile> files, List<TextScan> scans) {
    this.spark = spark;
    this.files = files;
    this.fingerprint = fingerprint(scans);
  }

  /**
   * Location of a file.
   *
   * @param folder folder on any Hadoop file system, or {@link #BUILTIN_OPINIONS}
   * @param name path below the folder, or a full one
   * @param key the configuration's key that names the file
   * @throws UserErrorException if it is no path
   */
  public static String location(String folder, String name, String key) {
    if (folder.startsWith(SourceFiles.BUILTIN)) {
      return SourceFiles.BUILTIN
          + "/"
          + folder.substring(SourceFiles.BUILTIN.length())
          + "/"
          + name;
    }
    return new Path(PathSetting.parse("data.path", folder), PathSetting.parse(key, name))
        .toString();
  }

  /**
   * Reads every file once, on the executors, to check and fingerprint it.
   *
   * @param files the files, numbered from 0 in this order
   * @throws UserErrorException if a file cannot be used, naming all such files
   */
  public static TextFolder open(SparkSession spark, List<TextFile> files) {
    SerializableConfiguration conf = configuration(spark);
    List<TextScan> scans =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(files, files.size())
            .map(file -> TextScan.of(file, conf.value()))
            .collect();
    List<String> problems =
        scans.stream()
            .filter(scan -> !scan.problem().isEmpty())
            .map(scan -> scan.file().location() + " " + scan.problem())
            .toList();
    if (!problems.isEmpty()) {
      throw new UserErrorException(String.join("\n", problems));
    }
    return new TextFolder(spark, files, scans);
  }

  private static SerializableConfiguration configuration(SparkSession spark) {
    return new SerializableConfiguration(spark.sessionState().newHadoopConf());
  }

  private static String fingerprint(List<TextScan> scans) {
    StringBuilder all = new StringBuilder();
    for (TextScan scan : scans) {
      all.append(scan.file().name()).append('\n').append(scan.sha256()).append('\n');
    }
    return Sha256.of(all.toString());
  }

  /** SHA-256 over the files' names and the digests of their contents, in hexadecimal. */
  public String fingerprint() {
    return fingerprint;
  }

  /** The files by number. */
  public List<TextFile> files() {
    return files;
  }

  /** All rows in their order, a partition a file. */
  public JavaRDD<TextRow> rows() {
    SerializableConfiguration conf = configuration(spark);
    return JavaSparkContext.fromSparkContext(spark.sparkContext())
        .parallelize(files, files.size())
        .flatMap(file -> stream(file, conf.value()));
  }

  private static Iterator<TextRow> stream(TextFile file, Configuration conf) {
    TextRows rows = TextRows.open(file, conf);
    TaskContext.get()
        .addTaskCompletionListener(
            context -> {
              try {
                rows.close();
              } catch (IOException e) {
                throw new UncheckedIOException("Cannot close " + file.location(), e);
              }
            });
    return rows;
  }
}
