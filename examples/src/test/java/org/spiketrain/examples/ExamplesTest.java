package org.spiketrain.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.model.api.NeuronCell;
import org.spiketrain.model.api.SequenceLoss;
import org.spiketrain.spark.Spiketrain;

class ExamplesTest {
  @TempDir static Path folder;
  private static SparkSession spark;

  @BeforeAll
  static void start() {
    SparkConf conf =
        Spiketrain.prepare(new SparkConf())
            .setMaster("local[2]")
            .set("spark.ui.enabled", "false")
            .set("spark.sql.shuffle.partitions", "2");
    spark = SparkSession.builder().config(conf).getOrCreate();
  }

  @AfterAll
  static void stop() {
    spark.close();
  }

  @Test
  void neuronAndLossAreFoundByTheirNames() {
    assertThat(NeuronCell.parse("resonate(decay = 0.5)")).isEqualTo(new ResonateAndFire(0.3, 0.5));
    assertThat(SequenceLoss.parse("squared-hinge")).isEqualTo(new SquaredHinge(2));
  }

  @Test
  void aLearningRateIsChosenByCrossValidation() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      rows.add(RowFactory.create("Saka" + "moto".repeat(1 + i % 3), "Japanese"));
      rows.add(RowFactory.create("Iva" + "nov".repeat(1 + i % 3), "Russian"));
    }
    Dataset<Row> people =
        spark.createDataFrame(rows, StructType.fromDDL("surname STRING, language STRING"));

    CrossValidatorModel tuned =
        CrossValidateNames.tune(
            people,
            "network.stack=spiking-lstm(8) | readout(mean)",
            "training.examples=400",
            "split.train-fraction=0.5",
            "split.validation-fraction=0.25",
            "split.test-fraction=0.25");

    assertThat(tuned.avgMetrics()).hasSize(2);
    assertThat(tuned.transform(people).columns()).contains("prediction", "probability");
  }

  @Test
  void aNetworkOfThemIsTrainedStoredAndScoresADataset() {
    String output = folder.resolve("run").toString();
    double accuracy = TrainNames.train(spark, output, 4000);
    // Always the most frequent of the 18 languages would be 0.06.
    assertThat(accuracy).isGreaterThan(0.12);

    List<Row> scored =
        ScoreNames.score(spark, output + "/model.zip", List.of("Satoshi", "Ivanov"))
            .collectAsList();
    assertThat(scored).hasSize(2).allSatisfy(row -> assertThat(row.isNullAt(1)).isFalse());
  }
}
