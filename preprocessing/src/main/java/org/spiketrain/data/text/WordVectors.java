package org.spiketrain.data.text;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.feature.Word2Vec;
import org.apache.spark.ml.feature.Word2VecModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.spiketrain.model.encode.SplitMix64;

/**
 * Vectors of words.
 *
 * @param dimensions numbers of each vector
 * @param vectors [dimensions] finite numbers a word
 * @param repeated words that came again, of which the first vector was taken
 */
public record WordVectors(int dimensions, Map<String, float[]> vectors, long repeated) {
  private static final StructType SCHEMA =
      new StructType().add("words", DataTypes.createArrayType(DataTypes.StringType, false));

  /** Random vectors, which distinguish words and mean nothing else: numbers uniform in (-1, 1). */
  static WordVectors drawn(List<String> words, int dimensions, long seed) {
    Map<String, float[]> vectors = new HashMap<>();
    words.forEach(word -> vectors.put(word, drawn(word, dimensions, 1, seed)));
    return new WordVectors(dimensions, vectors, 0);
  }

  /**
   * The random vector of a word, by the word and the seed alone, so that it depends neither on
   * others nor on the order; its numbers are uniform in (-reach, reach).
   */
  static float[] drawn(String word, int dimensions, double reach, long seed) {
    long key = SplitMix64.hash(word.codePoints().toArray());
    SplittableRandom random = new SplittableRandom(seed ^ key);
    float[] vector = new float[dimensions];
    for (int k = 0; k < dimensions; k++) {
      vector[k] = (float) (reach * (2 * random.nextDouble() - 1));
    }
    return vector;
  }

  /**
   * Vectors that Spark's Word2Vec (skip-gram) learns of the sentences that train, in an order that
   * is always the same.
   */
  static WordVectors trained(
      SparkSession spark,
      JavaRDD<List<String>> sentences,
      VectorSettings settings,
      int minimumCount,
      long seed) {
    // One partition: Word2Vec trains each on its own and adds up what they learn.
    JavaRDD<Row> rows =
        sentences
            .coalesce(1)
            .map(words -> RowFactory.create((Object) words.toArray(String[]::new)));
    Word2VecModel model =
        new Word2Vec()
            .setInputCol("words")
            .setOutputCol("vector")
            .setVectorSize(settings.dimensions())
            .setMaxIter(settings.epochs())
            .setMinCount(minimumCount)
            .setNumPartitions(1)
            .setSeed(seed)
            .fit(spark.createDataFrame(rows, SCHEMA));
    Map<String, float[]> vectors = new HashMap<>();
    for (Row row : model.getVectors().collectAsList()) {
      vectors.put(row.getString(0), floats(row.<Vector>getAs(1)));
    }
    return new WordVectors(settings.dimensions(), vectors, 0);
  }

  private static float[] floats(Vector vector) {
    float[] floats = new float[vector.size()];
    for (int k = 0; k < floats.length; k++) {
      floats[k] = (float) vector.apply(k);
    }
    return floats;
  }
}
