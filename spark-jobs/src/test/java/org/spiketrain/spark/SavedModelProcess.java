package org.spiketrain.spark;

import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.ForkedJvm;

/** Scores with a saved cross-validation, in a process of its own. */
final class SavedModelProcess {
  private SavedModelProcess() {}

  /** Arguments: the saved model, Parquet to score, folder for the scores. */
  public static void main(String[] args) {
    try (SparkSession spark = ForkedJvm.session("local[1]")) {
      CrossValidatorModel.load(args[0])
          .transform(spark.read().parquet(args[1]))
          .write()
          .parquet(args[2]);
    }
  }
}
