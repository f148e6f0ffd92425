package org.spiketrain.data.text;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.data.Split;
import org.spiketrain.data.io.FileFaultException;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.data.io.PathSetting;
import org.spiketrain.data.io.SourceFiles;
import org.spiketrain.data.io.SourceFiles.Lack;
import org.spiketrain.model.UserErrorException;

/** The files of labelled sentences that a configuration names, each read by one task. */
final class TextFolder implements TextSource {
  /** The path of the sample in this jar. */
  static final String BUILTIN_OPINIONS = SourceFiles.BUILTIN + "opinions";

  private final SparkSession spark;
  private final List<TextFile> files;
  private final String fingerprint;

  private TextFolder(SparkSession spark, List<TextFile> files, Lack lack) {
    this.spark = spark;
    this.files = files;
    List<String> digests =
        SourceFiles.scan(
            spark,
            files,
            "check its name and its permissions",
            (file, conf) -> digest(file, conf, lack));
    this.fingerprint =
        SourceFiles.fingerprint(
            files.stream().flatMap(file -> Stream.of(file.name(), digests.get(file.number()))));
  }

  /**
   * Reads every file once, on the executors, to check and fingerprint it.
   *
   * @param lack what becomes of files that are not there or have no sentences
   * @throws UserErrorException if there is no file to train on, or files cannot be used, naming all
   *     such files
   */
  static TextFolder open(SparkSession spark, String path, TextFiles wanted, Lack lack) {
    checkFiles(wanted);
    List<TextFile> files = new ArrayList<>();
    List<String> folders =
        path.startsWith(SourceFiles.BUILTIN)
            ? List.of(path)
            : SourceFiles.folders(path).stream().map(Path::toString).toList();
    for (Split split : Split.values()) {
      TextFormat format = split == Split.TRAIN ? wanted.format() : wanted.format().withoutPhrases();
      List<String> names = wanted.of(split);
      for (int k = 0; k < names.size(); k++) {
        String name = names.get(k);
        String key = "data.text.%s-files".formatted(split.label());
        // Not every one of several folders has a file for each split.
        List<String> having =
            folders.stream().filter(one -> isThere(spark, location(one, name, key))).toList();
        boolean isMissing = having.isEmpty() && lack == Lack.REFUSED;
        for (String folder : isMissing ? folders.subList(0, 1) : having) {
          String shown = shown(folders.size() == 1 ? "" : folder, name);
          String location = location(folder, name, key);
          files.add(new TextFile(files.size(), split, shown, location, format, label(wanted, k)));
        }
      }
    }
    if (files.isEmpty()) {
      throw new UserErrorException(
          "Folder %s has none of the files %s: put one there at least"
              .formatted(path, String.join(", ", wanted.train())));
    }
    return new TextFolder(spark, files, lack);
  }

  private static boolean isThere(SparkSession spark, String location) {
    return location.startsWith(SourceFiles.BUILTIN)
        || FileSystems.exists(spark.sessionState().newHadoopConf(), new Path(location));
  }

  /** What a file is called: with its folder, where there are several. */
  private static String shown(String folder, String name) {
    String own = name.substring(name.lastIndexOf('/') + 1);
    return folder.isEmpty() ? own : new Path(folder).getName() + "/" + own;
  }

  private static void checkFiles(TextFiles wanted) {
    if (wanted.train().isEmpty()) {
      throw new UserErrorException(
          "data.text.train-files is empty: name the files of the corpus, with commas between them");
    }
    boolean oneClassAFile = isPolarity(wanted);
    for (Split split : Split.values()) {
      int files = wanted.of(split).size();
      if (oneClassAFile && files > 0 && files != wanted.train().size()) {
        throw new UserErrorException(
            "data.text.%s-files names %d files, data.text.train-files %d: with one class a file name one for each class, in the same order"
                .formatted(split.label(), files, wanted.train().size()));
      }
    }
  }

  private static boolean isPolarity(TextFiles wanted) {
    return wanted.format().layout() == TextFormat.Layout.POLARITY_FILES;
  }

  /** Label of a file where a file is a class: that of the class, or else the file's name. */
  private static String label(TextFiles wanted, int k) {
    if (!isPolarity(wanted)) {
      return "";
    }
    return wanted.labels().size() > k ? wanted.labels().get(k) : wanted.train().get(k);
  }

  /** The same files with their names as labels, where a file is a class and none were named. */
  static TextFiles labelled(TextFiles wanted) {
    return isPolarity(wanted) && wanted.labels().isEmpty()
        ? new TextFiles(
            wanted.format(),
            wanted.train(),
            wanted.validation(),
            wanted.test(),
            wanted.train(),
            wanted.classes())
        : wanted;
  }

  private static String location(String folder, String name, String key) {
    if (folder.startsWith(SourceFiles.BUILTIN)) {
      return "%s/%s/%s"
          .formatted(SourceFiles.BUILTIN, folder.substring(SourceFiles.BUILTIN.length()), name);
    }
    return new Path(PathSetting.parse("data.path", folder), PathSetting.parse(key, name))
        .toString();
  }

  private static String digest(TextFile file, Configuration conf, Lack lack)
      throws IOException, FileFaultException {
    return SourceFiles.digest(file.open(conf), in -> check(file, in, lack));
  }

  private static void check(TextFile file, InputStream in, Lack lack)
      throws IOException, FileFaultException {
    try (TextRows rows = TextRows.of(file, in)) {
      boolean any = false;
      while (rows.advance()) {
        rows.next();
        any = true;
      }
      if (!any && lack == Lack.REFUSED) {
        throw new FileFaultException("has no sentences: fill it or take it away");
      }
    }
  }

  @Override
  public String fingerprint() {
    return fingerprint;
  }

  @Override
  public List<TextFile> files() {
    return files;
  }

  /** All rows in their order, a partition a file. */
  @Override
  public JavaRDD<TextRow> rows() {
    return SourceFiles.contents(
        spark,
        files,
        (file, conf) -> SourceFiles.closedWithTask(TextRows.of(file, file.open(conf))));
  }
}
