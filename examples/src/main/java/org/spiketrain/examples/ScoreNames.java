package org.spiketrain.examples;

import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.spark.Scorer;
import org.spiketrain.spark.Spiketrain;

/** Scores a column of a Dataset by a trained network. */
public final class ScoreNames {
  private ScoreNames() {}

  /**
   * Shows the most probable language of some names.
   *
   * @param args the model file, then names
   */
  public static void main(String[] args) {
    SparkConf conf = Spiketrain.prepare(new SparkConf()).setIfMissing("spark.master", "local[*]");
    try (SparkSession spark = SparkSession.builder().config(conf).getOrCreate()) {
      score(spark, args[0], List.of(args).subList(1, args.length)).show();
    }
  }

  /** Returns each name with its most probable language. */
  static Dataset<Row> score(SparkSession spark, String model, List<String> names) {
    Dataset<Row> people = spark.createDataset(names, Encoders.STRING()).toDF("surname");
    return Scorer.load(spark, model)
        .score(people, "surname")
        .select("surname", Scorer.PREDICTION, Scorer.PROBABILITY);
  }
}
