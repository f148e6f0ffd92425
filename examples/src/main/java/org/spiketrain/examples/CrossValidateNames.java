package org.spiketrain.examples;

import java.io.IOException;
import java.util.Arrays;
import org.apache.spark.SparkConf;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.spark.Spiketrain;
import org.spiketrain.spark.SpikingClassifier;

/** Chooses a learning rate by cross-validation, in a pipeline of Spark ML. */
public final class CrossValidateNames {
  private CrossValidateNames() {}

  /**
   * Saves the best pipeline and shows what it answers.
   *
   * @param args a CSV file with the columns surname and language, and a new folder for the model
   */
  public static void main(String[] args) throws IOException {
    SparkConf conf = Spiketrain.prepare(new SparkConf()).setIfMissing("spark.master", "local[*]");
    try (SparkSession spark = SparkSession.builder().config(conf).getOrCreate()) {
      Dataset<Row> people = spark.read().option("header", true).csv(args[0]);
      CrossValidatorModel tuned = tune(people, "training.epochs=20");
      System.out.println("F1 of each learning rate: " + Arrays.toString(tuned.avgMetrics()));
      tuned.save(args[1]);
      tuned.transform(people).select("surname", "language", "prediction", "probability").show();
    }
  }

  /**
   * Compares two learning rates on the columns surname and language.
   *
   * @param settings keys of the configuration that go before the recipe's
   */
  static CrossValidatorModel tune(Dataset<Row> people, String... settings) {
    StringIndexer indexer = new StringIndexer().setInputCol("language").setOutputCol("label");
    SpikingClassifier classifier =
        new SpikingClassifier()
            .setRecipe("conf/names-demo.conf")
            .setSettings(settings)
            .setInputCol("surname")
            .setLabelCol("label");
    return new CrossValidator()
        .setEstimator(new Pipeline().setStages(new PipelineStage[] {indexer, classifier}))
        .setEstimatorParamMaps(
            new ParamGridBuilder()
                .addGrid(classifier.learningRate(), new double[] {0.002, 0.02})
                .build())
        .setEvaluator(new MulticlassClassificationEvaluator())
        .setNumFolds(2)
        .setSeed(1)
        .fit(people);
  }
}
