package org.spiketrain.score;

import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;

/** A model that all executors have until it is closed. */
record SharedModel(ScoringModel model, Broadcast<Answering> shared) implements AutoCloseable {
  static SharedModel of(SparkSession spark, ScoringModel model) {
    return new SharedModel(
        model,
        JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(new Answering(model)));
  }

  @Override
  public void close() {
    shared.destroy();
  }
}
