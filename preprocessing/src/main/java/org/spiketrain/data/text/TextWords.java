package org.spiketrain.data.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.data.Split;
import org.spiketrain.data.io.PathSetting;
import org.spiketrain.data.io.Sha256;
import org.spiketrain.data.text.TextCorpus.VocabularyFacts;
import org.spiketrain.data.text.VectorSettings.Missing;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.encode.PositiveEmbedding;
import org.spiketrain.model.encode.RateTable;

/**
 * The vocabulary of a corpus with its rates.
 *
 * @param table words and rates
 * @param facts what the manifest says of them
 */
record TextWords(WordTable table, VocabularyFacts facts) {
  /**
   * Counts the words, finds their vectors and makes rates of them.
   *
   * @throws UserErrorException if there is no word, or the vectors cannot be used
   */
  static TextWords of(
      SparkSession spark, JavaRDD<Sentence> sentences, TextEncoding encoding, long seed) {
    VectorSettings settings = encoding.vectors();
    JavaRDD<List<String>> train =
        sentences
            .filter(sentence -> sentence.split() == Split.TRAIN)
            .map(sentence -> sentence.line().words());
    boolean ofAll = encoding.vocabulary() == TextEncoding.Words.CORPUS && settings.read();
    JavaRDD<List<String>> counted =
        ofAll ? sentences.map(sentence -> sentence.line().words()) : train;
    List<String> words =
        Vocabulary.count(counted, encoding.minimumCount(), encoding.vocabularyLimit());
    if (words.isEmpty()) {
      throw new UserErrorException(
          "No word occurs %d times in the train split: lower data.text.minimum-count"
              .formatted(encoding.minimumCount()));
    }
    WordVectors vectors;
    if (settings.read()) {
      vectors = VectorFile.open(spark, settings).read(words);
    } else if (settings.trained()) {
      vectors = TrainedVectors.train(spark, train, settings, encoding.minimumCount(), seed);
    } else {
      vectors = DrawnVectors.of(words, settings.dimensions(), seed);
    }
    return new Making(words, vectors, settings.missing(), seed).made(location(spark, settings));
  }

  private static String location(SparkSession spark, VectorSettings settings) {
    return settings.read()
        ? PathSetting.qualified(
            spark.sessionState().newHadoopConf(), "data.text.vectors", settings.path())
        : "";
  }

  /** Words and vectors that are to become a table. */
  private record Making(List<String> words, WordVectors vectors, Missing missing, long seed) {

    TextWords made(String location) {
      List<String> kept = new ArrayList<>();
      kept.add("");
      words.stream().filter(this::hasRow).forEach(kept::add);
      int dimensions = vectors.dimensions();
      float[] numbers = new float[(kept.size() - 1) * dimensions];
      float[] all = known(kept);
      PositiveEmbedding embedding = embedding(all);
      double reach = Math.sqrt(3) * embedding.deviation();
      for (int k = 1; k < kept.size(); k++) {
        float[] own = vectors.vectors().get(kept.get(k));
        float[] vector =
            own == null ? DrawnVectors.vector(kept.get(k), dimensions, reach, seed) : own;
        System.arraycopy(vector, 0, numbers, (k - 1) * dimensions, dimensions);
      }
      PositiveEmbedding ofTable = all.length == numbers.length ? embedding : embedding(numbers);
      // Row 0 is the unknown word: a vector of zeros, which becomes a rate as the others do.
      float[] withUnknown = new float[kept.size() * dimensions];
      System.arraycopy(numbers, 0, withUnknown, dimensions, numbers.length);
      WordTable table = new WordTable(kept, new RateTable(dimensions, ofTable.rates(withUnknown)));
      return new TextWords(table, facts(table, ofTable, location));
    }

    private boolean hasRow(String word) {
      return missing == Missing.RANDOM || vectors.vectors().containsKey(word);
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
            "The word vectors hold the same number everywhere: use other vectors (data.text.vectors)",
            e);
      }
    }

    private VocabularyFacts facts(WordTable table, PositiveEmbedding embedding, String location) {
      long without = words.stream().filter(word -> !vectors.vectors().containsKey(word)).count();
      return new VocabularyFacts(
          table.words().size(),
          table.rates().dimensions(),
          location,
          Sha256.of(table.words(), table.rates().rates()),
          without,
          vectors.repeated(),
          embedding.mean(),
          embedding.deviation());
    }
  }
}
