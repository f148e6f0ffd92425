package org.spiketrain.data.text;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spiketrain.data.io.FileFaultException;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.data.io.PathSetting;
import org.spiketrain.data.text.VectorSettings.Format;
import org.spiketrain.model.UserErrorException;

/**
 * A file of word vectors, of which the wanted ones are taken where it is read: a text file in as
 * many pieces as the file system cuts it into, a compressed or binary one as one.
 */
public final class VectorFile {
  private static final Logger LOG = LoggerFactory.getLogger(VectorFile.class);

  /** Fewer vectors than the first line counts, by more than this, may be those of a cut file. */
  private static final double LEAST_FRACTION = 0.9;

  private final SparkSession spark;
  private final Path path;
  private final VectorSettings.Format format;
  private final String key;

  private VectorFile(SparkSession spark, Path path, VectorSettings.Format format, String key) {
    this.spark = spark;
    this.path = path;
    this.format = format;
    this.key = key;
  }

  /**
   * Finds a file.
   *
   * @param key the configuration's key that names it
   * @throws UserErrorException if there is no such file
   */
  public static VectorFile open(SparkSession spark, VectorSettings settings, String key) {
    Path path = PathSetting.parse(key, settings.path());
    Configuration conf = spark.sessionState().newHadoopConf();
    try {
      FileSystem fs = FileSystems.of(conf, path);
      if (fs.exists(path) && fs.getFileStatus(path).isFile()) {
        return new VectorFile(spark, fs.makeQualified(path), settings.format(), key);
      }
    } catch (IOException e) {
      throw new UserErrorException(
          "Cannot reach %s: %s. Name a file that can be read (%s)"
              .formatted(path, e.getMessage(), key),
          e);
    }
    throw new UserErrorException(
        "There is no file %s: name a file of word vectors, or leave %s empty to do without"
            .formatted(path, key));
  }

  /**
   * The vectors of these words, as far as the file has them.
   *
   * @throws UserErrorException if the file is damaged or of another format, if one of the vectors
   *     has another length or is not finite, or if the file has none of the words
   */
  public WordVectors read(Collection<String> words) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    VectorHead head = head();
    Broadcast<Set<String>> wanted = context.broadcast(Set.copyOf(words));
    List<FoundVector> found =
        switch (format) {
          case TEXT -> text(context, wanted, head);
          case WORD2VEC_BINARY -> binary(context, wanted, head);
          case RANDOM -> throw new IllegalArgumentException("Random vectors have no file");
        };
    wanted.destroy();
    return checked(found, words.size(), head);
  }

  private VectorHead head() {
    Configuration conf = spark.sessionState().newHadoopConf();
    try {
      if (format == Format.TEXT && !VectorHead.isGzip(path)) {
        FileSystems.requireReadableByAll(conf, path);
      }
      return VectorHead.read(conf, path);
    } catch (FileFaultException e) {
      throw fault("%s (%s)".formatted(e.getMessage(), key));
    } catch (IOException e) {
      throw new UserErrorException(
          "Cannot read %s: %s. Name a file that can be read (%s)"
              .formatted(path, e.getMessage(), key),
          e);
    }
  }

  private List<FoundVector> text(
      JavaSparkContext context, Broadcast<Set<String>> wanted, VectorHead head) {
    if (!head.isText()) {
      throw fault(
          head.header().isPresent()
              ? "is no text: " + otherFormat(Format.WORD2VEC_BINARY)
              : "is no text: name a file of word vectors (%s)".formatted(key));
    }
    VectorLines form = form(head);
    if (head.isMalformed()) {
      LOG.warn("{} is not all UTF-8: words with other letters may be without a vector", path);
    }
    LongAccumulator lines = context.sc().longAccumulator();
    // What is cut off where it is packed must be a finding too, so that such a file is read here.
    List<FoundVector> found =
        VectorHead.isGzip(path)
            ? unpacked(context, in -> ofText(in, form, wanted.value(), lines))
            // Hadoop's own reader of lines would take a comma for the end of the path.
            : spark
                .read()
                .textFile(FileSystems.literal(path))
                .javaRDD()
                .flatMap(
                    line -> {
                      lines.add(1);
                      return form.wanted(line, wanted.value()).stream().iterator();
                    })
                .collect();
    if (lines.value() < LEAST_FRACTION * form.announced()) {
      LOG.warn(
          "{} counts {} vectors in its first line, but has {} lines: if it was cut off, fetch or copy it again",
          path,
          form.announced(),
          lines.value());
    }
    return found;
  }

  private VectorLines form(VectorHead head) {
    try {
      return VectorLines.of(head.lines());
    } catch (FileFaultException e) {
      throw fault("%s (%s)".formatted(e.getMessage(), key));
    }
  }

  private static List<FoundVector> ofText(
      InputStream in, VectorLines form, Set<String> words, LongAccumulator lines)
      throws IOException {
    BufferedReader text = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    List<FoundVector> found = new ArrayList<>();
    for (String line = text.readLine(); line != null; line = text.readLine()) {
      lines.add(1);
      form.wanted(VectorHead.unmarked(line), words).ifPresent(found::add);
    }
    return found;
  }

  private List<FoundVector> binary(
      JavaSparkContext context, Broadcast<Set<String>> wanted, VectorHead head) {
    if (head.isText()) {
      throw fault("is text: " + otherFormat(Format.TEXT));
    }
    VectorHeader header =
        head.header()
            .orElseThrow(
                () ->
                    fault(
                        "does not begin with two numbers and a line end: set %s-format to the file's, or fetch it again"
                            .formatted(key)));
    return unpacked(context, in -> VectorBinary.read(in, header, wanted.value()));
  }

  private String otherFormat(Format other) {
    return "set %s-format to %s, or name another file (%s)"
        .formatted(key, other.name().toLowerCase(Locale.ROOT).replace('_', '-'), key);
  }

  /** Reads vectors of a whole file, in a Spark task. */
  @FunctionalInterface
  private interface Reader extends Serializable {
    List<FoundVector> read(InputStream in) throws IOException, FileFaultException;
  }

  private List<FoundVector> unpacked(JavaSparkContext context, Reader reader) {
    SerializableConfiguration conf =
        new SerializableConfiguration(spark.sessionState().newHadoopConf());
    String remedy = "set %s-format to the file's, or fetch it again".formatted(key);
    return context
        .parallelize(List.of(path.toString()), 1)
        .flatMap(file -> read(conf.value(), new Path(file), reader, remedy).iterator())
        .collect();
  }

  /** The vectors of the wanted words, or the one fault of the file. */
  private static List<FoundVector> read(
      Configuration conf, Path path, Reader reader, String remedy) {
    try (InputStream in = VectorHead.unpacked(conf, path)) {
      return reader.read(in);
    } catch (FileFaultException e) {
      return List.of(FoundVector.bad("%s: %s".formatted(e.getMessage(), remedy)));
    } catch (EOFException | ZipException e) {
      return List.of(
          FoundVector.bad("is cut off or damaged (%s): fetch it again".formatted(e.getMessage())));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + path, e);
    }
  }

  private WordVectors checked(List<FoundVector> found, int wanted, VectorHead head) {
    Map<String, float[]> vectors = new HashMap<>();
    long repeated = 0;
    for (FoundVector one : found) {
      if (!one.fault().isEmpty()) {
        throw fault(one.fault());
      }
      repeated += vectors.putIfAbsent(one.word(), one.vector()) == null ? 0 : 1;
    }
    if (vectors.isEmpty()) {
      throw fault(
          "has none of the %,d words of the corpus%s: name vectors of its language (%s), or look at data.text.tokens and data.text.lower-case"
              .formatted(wanted, format == Format.TEXT ? head.shown() : "", key));
    }
    int dimensions = vectors.values().iterator().next().length;
    return new WordVectors(dimensions, vectors, repeated);
  }

  private UserErrorException fault(String what) {
    return new UserErrorException(path + " " + what);
  }
}
