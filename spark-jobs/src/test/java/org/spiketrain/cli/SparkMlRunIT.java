package org.spiketrain.cli;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.LocalSpark;
import org.spiketrain.model.zoo.TrainedModel;
import org.spiketrain.spark.People;
import org.spiketrain.spark.SpikingClassificationModel;

/** The estimator of Spark ML and the command line train and answer the same, bit for bit. */
class SparkMlRunIT {
  private static final SparkSession SPARK = LocalSpark.session();

  @TempDir Path folder;

  @Test
  void aRunOnTheSameTableTrainsTheSameParameters() throws Exception {
    Dataset<Row> people = People.table(SPARK);
    Path table = folder.resolve("people");
    people
        .withColumn("part", when(col("checks"), "validation").otherwise("train"))
        .repartition(2)
        .write()
        .parquet(table.toString());
    SpikingClassificationModel fitted =
        People.classifier()
            .setValidationIndicatorCol("checks")
            .setLearningRate(0.01)
            .setSeed(7)
            .fit(people);
    fitted.save(folder.resolve("saved").toString());

    CommandLineRun run = run(table);

    assertThat(run.code()).as(run.err()).isZero();
    Path file = folder.resolve("run/model.zip");
    TrainedModel expected = TrainedModel.read(Files.readAllBytes(file), "run");
    TrainedModel found =
        TrainedModel.read(Files.readAllBytes(folder.resolve("saved/model.zip")), "saved");
    assertThat(found.network().params().toFloatVector())
        .isEqualTo(expected.network().params().toFloatVector());
    assertThat(found.provenance().training()).isEqualTo(expected.provenance().training());
    assertThat(found.provenance().framesFingerprint())
        .isEqualTo(expected.provenance().framesFingerprint());
    Dataset<Row> plain =
        SpikingClassificationModel.load(file.toString()).setInputCol("surname").transform(people);
    assertThat(plain.collectAsList())
        .hasSize(210)
        .isEqualTo(fitted.transform(people).collectAsList());

    people.createOrReplaceTempView("people_to_score");
    CommandLineRun scored =
        CommandLineRun.of(
            "score",
            "--model=" + file,
            "--table=people_to_score",
            "--column=surname",
            "-D",
            "scoring.source.where=nr < 3",
            "--output=" + folder.resolve("scores"));
    assertThat(scored.code()).as(scored.err()).isZero();
    assertThat(
            SPARK
                .read()
                .parquet(folder.resolve("scores").toString())
                .select("nr")
                .as(org.apache.spark.sql.Encoders.LONG())
                .collectAsList())
        .containsExactlyInAnyOrder(0L, 1L, 2L);
  }

  private CommandLineRun run(Path table) {
    List<String> arguments = new ArrayList<>(List.of("run", "conf/names-demo.conf"));
    Stream.concat(
            Stream.of(People.settings()),
            Stream.of(
                "training.examples=600",
                "training.updater.learning-rate=0.01",
                "seed=7",
                "data.path=" + table,
                "data.source.format=parquet",
                "data.source.text=surname",
                "data.source.label=language",
                "data.source.id=nr",
                "data.source.split=part",
                "split.protocol=column",
                "evaluation.split=validation",
                "output.path=" + folder.resolve("run")))
        .forEach(key -> arguments.addAll(List.of("-D", key)));
    return CommandLineRun.of(arguments.toArray(String[]::new));
  }
}
