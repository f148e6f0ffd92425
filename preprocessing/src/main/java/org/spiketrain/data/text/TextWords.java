package org.spiketrain.data.text;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.data.io.PathSetting;
import org.spiketrain.data.text.SentenceSplits.Sentence;
import org.spiketrain.data.text.TextCorpus.VocabularyFacts;
import org.spiketrain.data.text.VectorSettings.Missing;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.encode.PositiveEmbedding;
import org.spiketrain.model.encode.RateTable;
import scala.Tuple2;

/** The vocabulary of a corpus with its rates and n-grams, and what the manifest says of it. */
record TextWords(WordTable table, WordNgrams ngrams, VocabularyFacts facts) {
  private static final Comparator<Tuple2<String, Long>> FREQUENT_FIRST =
      Comparator.<Tuple2<String, Long>>comparingLong(Tuple2::_2)
          .reversed()
          .thenComparing(Tuple2::_1);

  /**
   * Counts the words, finds their vectors and makes rates of them.
   *
   * @throws UserErrorException if there is no word, or the vectors cannot be used
   */
  static TextWords of(
      SparkSession spark, JavaRDD<Sentence> sentences, TextEncoding encoding, long seed) {
    VectorSettings settings = encoding.vectors();
    JavaRDD<List<String>> train =
        sentences.filter(Sentence::trains).map(sentence -> sentence.line().words());
    boolean ofAll = encoding.vocabulary() == TextEncoding.Words.CORPUS && settings.read();
    JavaRDD<List<String>> counted =
        ofAll ? sentences.map(sentence -> sentence.line().words()) : train;
    List<String> words = count(counted, encoding.minimumCount(), encoding.vocabularyLimit());
    if (words.isEmpty()) {
      throw new UserErrorException(
          "No word occurs %d times in the train split: lower data.text.minimum-count"
              .formatted(encoding.minimumCount()));
    }
    WordVectors vectors;
    if (settings.read()) {
      vectors = VectorFile.open(spark, settings, "data.text.vectors").read(words);
    } else if (settings.trained()) {
      vectors = WordVectors.trained(spark, train, settings, encoding.minimumCount(), seed);
    } else {
      vectors = WordVectors.drawn(words, settings.dimensions(), seed);
    }
    WordNgrams ngrams = WordNgrams.count(train, encoding.maxWords(), encoding.ngrams());
    return new Making(words, vectors, ngrams, settings.missing(), seed)
        .made(location(spark, settings));
  }

  /**
   * The words that occur often enough, the most frequent first, those that are equally frequent by
   * {@link String#compareTo}; with limit 0 all. The result does not depend on the partitions.
   */
  private static List<String> count(JavaRDD<List<String>> sentences, long minimum, int limit) {
    return sentences
        .flatMap(List::iterator)
        .mapToPair(word -> new Tuple2<>(word, 1L))
        .reduceByKey(Long::sum)
        .filter(counted -> counted._2() >= minimum)
        .collect()
        .stream()
        .sorted(FREQUENT_FIRST)
        .limit(limit == 0 ? Long.MAX_VALUE : limit)
        .map(Tuple2::_1)
        .toList();
  }

  private static String location(SparkSession spark, VectorSettings settings) {
    return settings.read()
        ? PathSetting.qualified(
            spark.sessionState().newHadoopConf(), "data.text.vectors", settings.path())
        : "";
  }

  /** Words and vectors that are to become a table. */
  private record Making(
      List<String> words, WordVectors vectors, WordNgrams ngrams, Missing missing, long seed) {

    TextWords made(String location) {
      List<String> kept = new ArrayList<>();
      kept.add("");
      words.stream()
          .filter(word -> missing == Missing.RANDOM || vectors.vectors().containsKey(word))
          .forEach(kept::add);
      int dimensions = vectors.dimensions();
      double reach = Math.sqrt(3) * embedding(known(kept)).deviation();
      // Row 0 is the unknown word: a vector of zeros, which becomes a rate as the others do.
      float[] all = new float[kept.size() * dimensions];
      for (int k = 1; k < kept.size(); k++) {
        float[] own = vectors.vectors().get(kept.get(k));
        float[] vector =
            own == null ? WordVectors.drawn(kept.get(k), dimensions, reach, seed) : own;
        System.arraycopy(vector, 0, all, k * dimensions, dimensions);
      }
      PositiveEmbedding embedding = embedding(Arrays.copyOfRange(all, dimensions, all.length));
      WordTable table = new WordTable(kept, new RateTable(dimensions, embedding.rates(all)));
      return new TextWords(table, ngrams, facts(table, embedding, location));
    }

    /** The numbers of the words that have a vector. */
    private float[] known(List<String> kept) {
      Map<String, float[]> byWord = vectors.vectors();
      List<float[]> found = kept.stream().filter(byWord::containsKey).map(byWord::get).toList();
      int dimensions = vectors.dimensions();
      float[] all = new float[found.size() * dimensions];
      for (int k = 0; k < found.size(); k++) {
        System.arraycopy(found.get(k), 0, all, k * dimensions, dimensions);
      }
      return all;
    }

    private static PositiveEmbedding embedding(float[] numbers) {
      try {
        return PositiveEmbedding.of(numbers);
      } catch (IllegalArgumentException e) {
        throw new UserErrorException(
            "The word vectors hold the same number everywhere: use other vectors"
                + " (data.text.vectors)",
            e);
      }
    }

    private VocabularyFacts facts(WordTable table, PositiveEmbedding embedding, String location) {
      long without = words.stream().filter(word -> !vectors.vectors().containsKey(word)).count();
      return new VocabularyFacts(
          table.words().size(),
          table.rates().dimensions(),
          location,
          digest(table),
          without,
          vectors.repeated(),
          embedding.mean(),
          embedding.deviation());
    }

    /**
     * Of the words, a line each, and of the big-endian bits of their rates; n-grams before them.
     */
    private String digest(WordTable table) {
      MessageDigest digest = DigestUtils.getSha256Digest();
      DigestUtils.updateDigest(digest, ngrams.text());
      table.words().forEach(word -> DigestUtils.updateDigest(digest, word + "\n"));
      ByteBuffer bits = ByteBuffer.allocate(Float.BYTES);
      for (float rate : table.rates().rates()) {
        digest.update(bits.putFloat(0, rate).array());
      }
      return Hex.encodeHexString(digest.digest());
    }
  }
}
