package org.spiketrain.data.names;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.data.io.FileFaultException;
import org.spiketrain.data.io.SourceFiles;
import org.spiketrain.data.io.SourceFiles.SourceFile;
import org.spiketrain.data.io.TextLines;
import org.spiketrain.model.UserErrorException;

/**
 * A folder with one file {@code <Language>.txt} a language, one name a line, as the names tutorials
 * use: UTF-8 with or without a byte order mark, in any Unicode form, lines ended by LF or CRLF.
 * Files that do not end in {@code .txt} or whose names begin with {@code .} or {@code _} are left
 * alone. The classes are the file names without their ending, sorted.
 *
 * <p>The path {@code builtin:surnames} means the sample of 18 languages in this jar.
 */
final class NamesFolder implements NamesSource {
  /** The path of the sample in this jar. */
  static final String BUILTIN_SURNAMES = SourceFiles.BUILTIN + "surnames";

  /** The samples that come along. */
  static final List<String> SAMPLES = List.of(BUILTIN_SURNAMES, SourceFiles.BUILTIN + "hihello");

  private static final String ENDING = ".txt";

  /** Files of languages; packed ones are refused, since they would be missed. */
  private static final Pattern NAMES = Pattern.compile(".+\\.txt(\\.(gz|bz2|zip|zst|xz))?");

  private final SparkSession spark;
  private final String path;
  private final List<NameFile> files;
  private final List<String> classes;
  private final String fingerprint;

  private NamesFolder(SparkSession spark, String path, List<NameFile> found, List<String> known) {
    this.spark = spark;
    this.path = path;
    boolean mayBeEmpty = !known.isEmpty();
    this.files =
        numbered(
            SourceFiles.scan(
                spark,
                found,
                "check its permissions",
                (file, conf) -> file.scanned(conf, mayBeEmpty)));
    this.classes =
        known.isEmpty() ? files.stream().map(NameFile::className).distinct().toList() : known;
    this.fingerprint =
        SourceFiles.fingerprint(
            files.stream().flatMap(file -> Stream.of(file.shown(), file.sha256())));
  }

  /** Numbers the names of a class through, file by file. */
  private static List<NameFile> numbered(List<NameFile> files) {
    Map<String, Integer> before = new HashMap<>();
    List<NameFile> numbered = new ArrayList<>();
    for (NameFile file : files) {
      numbered.add(file.behind(before.getOrDefault(file.className(), 0)));
      before.merge(file.className(), file.lines(), Math::addExact);
    }
    return List.copyOf(numbered);
  }

  /**
   * One language's file, with its lines up to the last name; blank ones after it are none.
   *
   * @param folder what its folder is called where there are several; empty where there is one
   * @param before lines of the language in the folders before
   */
  private record NameFile(
      int label, String folder, String location, String sha256, int lines, int before)
      implements SourceFile {
    NameFile(int label, String folder, String location) {
      this(label, folder, location, "", 0, 0);
    }

    NameFile behind(int others) {
      return new NameFile(label, folder, location, sha256, lines, others);
    }

    String shown() {
      return folder.isEmpty() ? name() : folder + "/" + name();
    }

    String className() {
      String name = name();
      return name.substring(0, name.length() - ENDING.length());
    }

    private NameFile scanned(Configuration conf, boolean mayBeEmpty)
        throws IOException, FileFaultException {
      AtomicInteger last = new AtomicInteger();
      String digest = SourceFiles.digest(open(conf), in -> last.set(lastName(new TextLines(in))));
      if (last.get() == 0 && !mayBeEmpty) {
        throw new FileFaultException("has no names: fill it or take it away");
      }
      return new NameFile(label, folder, location, digest, last.get(), 0);
    }

    private static int lastName(TextLines lines) throws IOException, FileFaultException {
      int last = 0;
      try {
        for (var text = lines.next(); text.isPresent(); text = lines.next()) {
          last = text.get().isBlank() ? last : lines.number();
        }
      } catch (TextLines.MalformedLineException e) {
        throw new FileFaultException(
            e.getMessage() + ": save the file as UTF-8, one name a line", e);
      }
      return last;
    }

    private Iterator<NameLine> lines(Configuration conf) throws IOException {
      TextLines text = SourceFiles.closedWithTask(new TextLines(open(conf)));
      return IntStream.rangeClosed(1, lines)
          .mapToObj(number -> line(number, next(text)))
          .iterator();
    }

    private NameLine line(int number, String text) {
      return NameLine.of(label, before + number, text, shown() + ":" + number);
    }

    private String next(TextLines text) {
      try {
        return text.next().orElseThrow(() -> new EOFException("the file has become shorter"));
      } catch (IOException e) {
        throw new UncheckedIOException(location + ": " + e.getMessage(), e);
      }
    }
  }

  /**
   * Lists the folder and reads its files once, on the executors, to check and fingerprint them.
   *
   * @param known the classes that there are, of which one is enough, and files may be without
   *     names; empty for those that are found
   * @throws UserErrorException if there is no such folder, if it has fewer than two {@code .txt}
   *     files, or if a file has no names, is packed or is not UTF-8
   */
  static NamesFolder open(SparkSession spark, String path, List<String> known) {
    List<String> locations =
        path.startsWith(SourceFiles.BUILTIN)
            ? builtin(path)
            : SourceFiles.list(
                    spark.sessionState().newHadoopConf(),
                    path,
                    ".txt files",
                    name -> NAMES.matcher(name).matches())
                .stream()
                .map(Path::toString)
                .toList();
    checkUnpacked(locations);
    if (locations.isEmpty()) {
      throw new UserErrorException(
          "Folder %s has no .txt files: put one file <Language>.txt a language there, one name a line"
              .formatted(path));
    }
    boolean several = !path.startsWith(SourceFiles.BUILTIN) && SourceFiles.folders(path).size() > 1;
    // By the class alone: with their endings, "A-B.txt" would come before "A.txt".
    List<NameFile> sorted =
        locations.stream()
            .map(location -> new NameFile(0, several ? folderOf(location) : "", location))
            .sorted(Comparator.comparing(NameFile::className))
            .toList();
    List<String> classes =
        known.isEmpty() ? sorted.stream().map(NameFile::className).distinct().toList() : known;
    List<NameFile> files =
        sorted.stream()
            .map(
                file ->
                    new NameFile(classes.indexOf(file.className()), file.folder(), file.location()))
            .toList();
    if (classes.size() == 1 && known.isEmpty()) {
      throw new UserErrorException(
          "Folder %s has only one .txt file, %s: at least two classes are needed, one file each"
              .formatted(path, files.get(0).name()));
    }
    return new NamesFolder(spark, path, files, known);
  }

  private static String folderOf(String location) {
    return new Path(location).getParent().getName();
  }

  private static void checkUnpacked(List<String> locations) {
    List<String> packed =
        locations.stream().filter(location -> !location.endsWith(ENDING)).toList();
    if (!packed.isEmpty()) {
      throw new UserErrorException(
          "%s is packed: unpack it, or take it away".formatted(String.join(", ", packed)));
    }
  }

  private static List<String> builtin(String path) {
    if (!SAMPLES.contains(path)) {
      throw new UserErrorException(
          "There is no sample %s: there are %s".formatted(path, String.join(" and ", SAMPLES)));
    }
    String sample = path.substring(SourceFiles.BUILTIN.length());
    // A jar's folders cannot be listed through the class loader: INDEX names the files.
    try (BufferedReader index =
        new BufferedReader(
            new InputStreamReader(
                SourceFiles.openResource("/" + sample + "/INDEX"), StandardCharsets.UTF_8))) {
      return index
          .lines()
          .map(name -> "%s/%s/%s".formatted(SourceFiles.BUILTIN, sample, name))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the sample " + path, e);
    }
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public String place(int label) {
    return files.stream()
        .filter(file -> file.label() == label)
        .map(NameFile::location)
        .findFirst()
        .orElse(path);
  }

  @Override
  public List<String> classes() {
    return classes;
  }

  @Override
  public String fingerprint() {
    return fingerprint;
  }

  /** All lines of all files, streamed by no more tasks than can run: files of names are small. */
  @Override
  public JavaRDD<NameLine> lines() {
    return SourceFiles.contents(spark, files, NameFile::lines)
        .coalesce(spark.sparkContext().defaultParallelism());
  }
}
