package org.spiketrain.data.text;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.data.io.PathSetting;
import org.spiketrain.model.UserErrorException;

/**
 * A file of word vectors, of which the wanted ones are taken where it is read: a text file in as
 * many pieces as the file system cuts it into, a compressed or binary one as one.
 */
public final class VectorFile {
  private static final Pattern SPACES = Pattern.compile("[ \t]+");
  private static final Pattern HEADER = Pattern.compile("\\d{1,15}[ \t]+\\d{1,6}[ \t]*");
  private static final int BUFFER_BYTES = 1 << 20;
  private static final int LONGEST_WORD = 1 << 16;
  private static final String REMEDY =
      "set data.text.vectors-format to the file's, or fetch it again";

  private final SparkSession spark;
  private final Path path;
  private final VectorSettings.Format format;
  private final String key;

  /**
   * A vector of a wanted word, or what is wrong with it. A bad vector is a finding, not an
   * exception, so that Spark does not try it again: it follows the file's name in a message.
   */
  @SuppressWarnings("ArrayRecordComponent")
  private record Found(String word, float[] vector, String fault) implements Serializable {
    static Found of(String word, float[] vector) {
      for (float value : vector) {
        if (!Float.isFinite(value)) {
          return bad(
              "has %s in the vector of \"%s\": every number must be finite; fetch or make the file again"
                  .formatted(value, word));
        }
      }
      return new Found(word, vector, "");
    }

    static Found bad(String fault) {
      return new Found("", new float[0], fault);
    }
  }

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
        if (settings.format() == VectorSettings.Format.TEXT) {
          FileSystems.requireReadableByAll(fs, path);
        }
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
    Broadcast<Set<String>> wanted = context.broadcast(Set.copyOf(words));
    List<Found> found =
        switch (format) {
          case TEXT -> text(wanted).collect();
          case WORD2VEC_BINARY -> binary(context, wanted).collect();
          case RANDOM -> throw new IllegalArgumentException("Random vectors have no file");
        };
    wanted.destroy();
    return checked(found, words.size());
  }

  private JavaRDD<Found> text(Broadcast<Set<String>> wanted) {
    // Hadoop's own reader of lines would take a comma for the end of the path.
    JavaRDD<String> lines = spark.read().textFile(FileSystems.literal(path)).javaRDD();
    List<String> first = lines.take(1);
    int dimensions = first.isEmpty() ? 0 : dimensions(first.get(0));
    if (dimensions < 1) {
      throw fault("does not begin with a word and its numbers: name a file of word vectors");
    }
    return lines.flatMap(line -> ofLine(line, wanted.value(), dimensions));
  }

  /** Returns whether a line counts vectors and numbers, as the first one of word2vec's files. */
  private static boolean isHeader(String line) {
    return HEADER.matcher(line).matches();
  }

  /** Number of numbers on a file's line; a word that holds spaces makes it too large. */
  private static int dimensions(String line) {
    return isHeader(line)
        ? Integer.parseInt(SPACES.split(line, -1)[1])
        : SPACES.split(line.stripTrailing(), -1).length - 1;
  }

  /**
   * The vector on a line if it is of a wanted word. Other lines are not looked at further, since
   * there may be millions of them.
   */
  private static Iterator<Found> ofLine(String line, Set<String> words, int dimensions) {
    int end = endOfWord(line);
    if (end <= 0 || !words.contains(line.substring(0, end)) || isHeader(line)) {
      return Collections.emptyIterator();
    }
    String[] fields = SPACES.split(line.stripTrailing(), -1);
    int numbers = fields.length - 1;
    if (numbers > dimensions && number(fields[1]).isEmpty()) {
      // A word that holds spaces, such as ". . .": its beginning is not it.
      return Collections.emptyIterator();
    }
    return List.of(found(fields, numbers, dimensions)).iterator();
  }

  private static int endOfWord(String line) {
    int space = line.indexOf(' ');
    int tab = line.indexOf('\t');
    return space < 0 || (tab >= 0 && tab < space) ? tab : space;
  }

  private static Found found(String[] fields, int numbers, int dimensions) {
    if (numbers != dimensions) {
      return Found.bad(
          "has %d numbers in the vector of \"%s\", but %d in its first: every vector must have as many; fetch or make the file again"
              .formatted(numbers, fields[0], dimensions));
    }
    float[] vector = new float[dimensions];
    for (int k = 0; k < dimensions; k++) {
      Optional<Float> number = number(fields[k + 1]);
      if (number.isEmpty()) {
        return Found.bad(
            "has \"%s\" in the vector of \"%s\", which is no number: fetch or make the file again"
                .formatted(fields[k + 1], fields[0]));
      }
      vector[k] = number.get();
    }
    return Found.of(fields[0], vector);
  }

  private static Optional<Float> number(String text) {
    try {
      return Optional.of(Float.valueOf(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private JavaRDD<Found> binary(JavaSparkContext context, Broadcast<Set<String>> wanted) {
    SerializableConfiguration conf =
        new SerializableConfiguration(spark.sessionState().newHadoopConf());
    return context
        .parallelize(List.of(path.toString()), 1)
        .flatMap(file -> ofBinary(conf.value(), new Path(file), wanted.value()).iterator());
  }

  /** The vectors of the wanted words, or the one fault of the file. */
  private static List<Found> ofBinary(Configuration conf, Path path, Set<String> words) {
    try (InputStream raw = FileSystems.open(conf, path);
        InputStream unpacked =
            path.getName().endsWith(".gz") ? new GZIPInputStream(raw, BUFFER_BYTES) : raw;
        InputStream in = new BufferedInputStream(unpacked, BUFFER_BYTES)) {
      return ofBinary(in, words);
    } catch (EOFException | ZipException e) {
      return List.of(
          Found.bad("is cut off or no word2vec binary file (%s): %s".formatted(e, REMEDY)));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + path, e);
    }
  }

  private static List<Found> ofBinary(InputStream in, Set<String> words) throws IOException {
    String header = textUntil(in, '\n');
    if (!isHeader(header)) {
      return List.of(Found.bad("does not begin with two numbers and a line end: " + REMEDY));
    }
    long vectors = Long.parseLong(header.substring(0, endOfWord(header)));
    int bytes = dimensions(header) * Float.BYTES;
    List<Found> found = new ArrayList<>();
    for (long k = 0; k < vectors; k++) {
      // Some writers end each vector with a line end, some do not.
      String word = textUntil(in, ' ').stripLeading();
      if (words.contains(word)) {
        found.add(Found.of(word, floats(in.readNBytes(bytes), bytes)));
      } else {
        in.skipNBytes(bytes);
      }
    }
    return found;
  }

  private static String textUntil(InputStream in, char end) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (int next = in.read(); next != end; next = in.read()) {
      if (next < 0 || text.size() > LONGEST_WORD) {
        throw new EOFException("no end of a word");
      }
      text.write(next);
    }
    return text.toString(StandardCharsets.UTF_8);
  }

  private static float[] floats(byte[] read, int expected) throws EOFException {
    if (read.length < expected) {
      throw new EOFException("no end of a vector");
    }
    float[] vector = new float[expected / Float.BYTES];
    ByteBuffer.wrap(read).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
    return vector;
  }

  private WordVectors checked(List<Found> found, int wanted) {
    Map<String, float[]> vectors = new HashMap<>();
    long repeated = 0;
    for (Found one : found) {
      if (!one.fault().isEmpty()) {
        throw fault(one.fault());
      }
      repeated += vectors.putIfAbsent(one.word(), one.vector()) == null ? 0 : 1;
    }
    if (vectors.isEmpty()) {
      throw fault(
          "has none of the %,d words of the corpus: name vectors of its language (%s), or look at data.text.tokens and data.text.lower-case"
              .formatted(wanted, key));
    }
    int dimensions = vectors.values().iterator().next().length;
    return new WordVectors(dimensions, vectors, repeated);
  }

  private UserErrorException fault(String what) {
    return new UserErrorException(path + " " + what);
  }
}
