package org.spiketrain.data.text;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.data.io.LiteralPath;
import org.spiketrain.data.io.PathSetting;
import org.spiketrain.model.UserErrorException;

/**
 * A file of word vectors, of which the wanted ones are taken where it is read: a text file in as
 * many pieces as the file system cuts it into, a compressed or binary one as one.
 */
public final class VectorFile {
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
   * Finds the file of a corpus' vectors, that of the key {@code data.text.vectors}.
   *
   * @throws UserErrorException if there is no such file
   */
  public static VectorFile open(SparkSession spark, VectorSettings settings) {
    return open(spark, settings, "data.text.vectors");
  }

  /**
   * Finds a file.
   *
   * @param key the key that names it, for messages
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
    Broadcast<Set<String>> wanted = context.broadcast(Set.copyOf(words));
    List<FoundVector> found =
        switch (format) {
          case TEXT -> text(context, wanted).collect();
          case WORD2VEC_BINARY -> binary(context, wanted).collect();
          case RANDOM -> throw new IllegalArgumentException("Random vectors have no file");
        };
    wanted.destroy();
    return checked(found, words.size());
  }

  private JavaRDD<FoundVector> text(JavaSparkContext context, Broadcast<Set<String>> wanted) {
    JavaRDD<String> lines = context.textFile(LiteralPath.of(path));
    List<String> first = lines.take(1);
    int dimensions = first.isEmpty() ? 0 : TextVectorLine.dimensions(first.get(0));
    if (dimensions < 1) {
      throw fault("does not begin with a word and its numbers: name a file of word vectors");
    }
    return lines.flatMap(line -> TextVectorLine.wanted(line, wanted.value(), dimensions));
  }

  private JavaRDD<FoundVector> binary(JavaSparkContext context, Broadcast<Set<String>> wanted) {
    SerializableConfiguration conf =
        new SerializableConfiguration(spark.sessionState().newHadoopConf());
    return context
        .parallelize(List.of(path.toString()), 1)
        .flatMap(location -> BinaryVectors.read(conf.value(), location, wanted.value()).iterator());
  }

  private WordVectors checked(List<FoundVector> found, int wanted) {
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
