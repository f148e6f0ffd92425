package org.spiketrain.spark;

import java.io.IOException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.ForkedJvm;

/** Fits, saves, loads and asks a classifier on any master, in a process of its own. */
final class ClassifierProcess {
  private ClassifierProcess() {}

  static SpikingClassifier classifier() {
    return People.classifier().setSettings(settings());
  }

  /** As {@link People#settings}, by two workers. */
  private static String[] settings() {
    String[] settings = People.settings();
    for (int i = 0; i < settings.length; i++) {
      settings[i] = settings[i].replace("training.workers=1", "training.workers=2");
    }
    return settings;
  }

  static Dataset<Row> answers(SparkSession spark, String model, Dataset<Row> people) {
    Spiketrain.registerFunctions(spark);
    return SpikingClassificationModel.load(model)
        .transform(people)
        .selectExpr(
            "nr",
            "prediction",
            "probability",
            "spiketrain_predict('%s/model.zip', surname) AS answer".formatted(model));
  }

  /**
   * Arguments: master, folder of people in several files, folder for the model, for the answers.
   */
  public static void main(String[] args) throws IOException {
    try (SparkSession spark = ForkedJvm.session(args[0])) {
      Dataset<Row> people = spark.read().parquet(args[1]);
      classifier().fit(people).save(args[2]);
      answers(spark, args[2], people).write().parquet(args[3]);
    }
  }
}
