package org.spiketrain.spark;

import java.io.IOException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.ClusterWork;

/** Fits, saves, loads and asks a classifier. */
final class ClassifierWork implements ClusterWork {
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

  /** Arguments: folder of people in several files, folder for the model, for the answers. */
  @Override
  public void run(SparkSession spark, String... arguments) throws IOException {
    Dataset<Row> people = spark.read().parquet(arguments[0]);
    classifier().fit(people).save(arguments[1]);
    answers(spark, arguments[1], people).write().parquet(arguments[2]);
  }
}
