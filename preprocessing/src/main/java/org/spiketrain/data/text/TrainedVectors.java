package org.spiketrain.data.text;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.feature.Word2Vec;
import org.apache.spark.ml.feature.Word2VecModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Word vectors that Spark's Word2Vec (skip-gram) learns of the sentences themselves. */
public final class TrainedVectors {
  private static final StructType SCHEMA =
      new StructType().add("words", DataTypes.createArrayType(DataTypes.StringType, false));

  private TrainedVectors() {}

  /**
   * Learns vectors of words.
   *
   * @param sentences the sentences that train, in an order that is always the same
   * @param minimumCount how often a word must occur to have one
   */
  public static WordVectors train(
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
    Dataset<Row> table = spark.createDataFrame(rows, SCHEMA);
    Word2VecModel model =
        new Word2Vec()
            .setInputCol("words")
            .setOutputCol("vector")
            .setVectorSize(settings.dimensions())
            .setMaxIter(settings.epochs())
            .setMinCount(minimumCount)
            .setNumPartitions(1)
            .setSeed(seed)
            .fit(table);
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
