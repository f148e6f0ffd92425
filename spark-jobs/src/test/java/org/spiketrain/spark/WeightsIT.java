package org.spiketrain.spark;

import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.LocalSpark;
import org.spiketrain.data.Manifest;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.array.NativeFloats;
import org.spiketrain.model.zoo.TrainedModel;
import org.spiketrain.pipeline.Experiment;
import org.spiketrain.pipeline.ModelFile;
import org.spiketrain.results.Renderer;

/** What weights of rows do to trainings: by a configuration, and by Spark ML's weightCol. */
class WeightsIT {
  private static final SparkSession SPARK = LocalSpark.session();

  /** Every seventh row weighs nothing, the others 0.5, 1, 1.5 or 2. */
  private static final Dataset<Row> PEOPLE =
      People.table(SPARK)
          .withColumn("weight", expr("IF(nr % 7 = 3, 0, nr % 4 / 2 + 0.5)"))
          .withColumn("part", expr("IF(checks, 'validation', 'train')"));

  @TempDir Path folder;

  private int runs;

  private Experiment experiment(Dataset<Row> rows, Map<String, String> further) {
    rows.createOrReplaceTempView("weighed_people");
    Map<String, String> keys = new LinkedHashMap<>();
    for (String setting : People.settings()) {
      keys.put(
          setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
    }
    keys.put("data.source.table", "weighed_people");
    keys.put("data.source.text", "surname");
    keys.put("data.source.label", "language");
    keys.put("data.source.split", "part");
    keys.put("data.source.id", "nr");
    keys.put("split.protocol", "column");
    keys.put("evaluation.split", "validation");
    keys.put("training.workers", "2");
    keys.put("training.epochs", "3");
    keys.put("training.examples", "0");
    keys.put("training.updater.learning-rate", "0.02");
    keys.put("output.path", folder.resolve("run" + runs++).toString());
    keys.putAll(further);
    Spiketrain described = Spiketrain.experiment(SPARK).configuration("conf/names-demo.conf");
    keys.forEach(described::set);
    return described.renderer(Renderer.NONE).open();
  }

  private Experiment trainedOn(Dataset<Row> rows, String weight, Map<String, String> further) {
    Map<String, String> keys = new LinkedHashMap<>(further);
    keys.put("data.source.weight", weight);
    Experiment experiment = experiment(rows, keys);
    experiment.preprocess();
    experiment.train();
    return experiment;
  }

  private TrainedModel trained(Dataset<Row> rows, String weight, Map<String, String> further) {
    Experiment experiment = trainedOn(rows, weight, further);
    return ModelFile.read(experiment.hadoop(), experiment.layout().model());
  }

  /** Of the artificial network, then of the spiking one. */
  private List<float[]> both(Dataset<Row> rows, String weight, Map<String, String> further) {
    Experiment experiment = trainedOn(rows, weight, further);
    return Stream.of(experiment.layout().artificial(), experiment.layout())
        .map(place -> parameters(ModelFile.read(experiment.hadoop(), place.model())))
        .toList();
  }

  private static float[] parameters(TrainedModel model) {
    return NativeFloats.copy(model.network().params());
  }

  private float[] parameters(Dataset<Row> rows, String weight, Map<String, String> further) {
    return parameters(trained(rows, weight, further));
  }

  @Test
  void equalWeightsTrainAsNoneDoAndUnequalOnesOtherwise() {
    TrainedModel unweighted = trained(PEOPLE, "", Map.of());
    for (double equal : new double[] {3, 0.1}) {
      TrainedModel weighted = trained(PEOPLE.withColumn("same", lit(equal)), "same", Map.of());
      assertThat(parameters(weighted)).isEqualTo(parameters(unweighted));
      assertThat(weighted.provenance().framesFingerprint())
          .isNotEqualTo(unweighted.provenance().framesFingerprint());
      assertThat(weighted.provenance().configuration()).contains("weight=same");
    }
    assertThat(unweighted.provenance().configuration()).doesNotContain("weight=\"\"");
    assertThat(parameters(PEOPLE.withColumn("w", expr("nr % 3 + 1")), "w", Map.of()))
        .isNotEqualTo(parameters(unweighted));
  }

  @Test
  void rowsThatWeighNothingAreAsIfTheyWereNotThere() {
    Dataset<Row> without = PEOPLE.where("weight > 0 OR checks");
    float[] expected = parameters(without, "weight", Map.of());

    assertThat(parameters(PEOPLE, "weight", Map.of())).isEqualTo(expected);
    // Doubling is exact in floats.
    assertThat(parameters(PEOPLE.withColumn("twice", expr("weight * 2")), "twice", Map.of()))
        .isEqualTo(expected);
  }

  @Test
  void sentencesAreWeighedInTheNetworkThatIsConvertedToo() {
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put("data.kind", "text");
    keys.put("data.text.format", "tsv");
    keys.put("data.text.tokens", "chinese-words");
    keys.put("data.text.vectors-format", "random");
    keys.put("data.text.dimensions", "8");
    keys.put("data.text.max-words", "4");
    keys.put("data.text.time-steps", "5");
    keys.put(
        "network.stack", "convolution(6, widths = 1 2) | pooled(each) | leaky(classes, beta = 1)");
    keys.put("network.loss", "ce-rate");
    keys.put(
        "conversion.stack",
        "embedding(learned) | convolution(6, widths = 1 2, neurons = relu) | linear(classes)");
    keys.put("conversion.epochs", "2");
    keys.put("training.epochs", "1");
    keys.put("training.keep", "last");
    List<float[]> unweighted = both(PEOPLE, "", keys);
    List<float[]> equal = both(PEOPLE.withColumn("same", lit(5)), "same", keys);
    List<float[]> weighted = both(PEOPLE, "weight", keys);
    List<float[]> without = both(PEOPLE.where("weight > 0 OR checks"), "weight", keys);

    for (int network = 0; network < 2; network++) {
      assertThat(equal.get(network)).isEqualTo(unweighted.get(network));
      assertThat(weighted.get(network)).isNotEqualTo(unweighted.get(network));
      assertThat(without.get(network)).isEqualTo(weighted.get(network));
    }
  }

  @Test
  void aFitHasTheParametersOfARun() {
    SpikingClassifier classifier =
        People.classifier()
            .setExamples(300)
            .setValidationIndicatorCol("checks")
            .setWeightCol("weight");
    SpikingClassificationModel fitted = classifier.fit(PEOPLE.repartition(3));
    float[] run =
        parameters(
            PEOPLE,
            "weight",
            Map.of("training.examples", "300", "training.workers", "1", "training.epochs", "1"));

    assertThat(fitted.transform(PEOPLE).count()).isEqualTo(210);
    float[] own = parametersOf(fitted);
    assertThat(own).isEqualTo(run);
    assertThat(parametersOf(classifier.setWeightCol("").fit(PEOPLE))).isNotEqualTo(run);
  }

  private float[] parametersOf(SpikingClassificationModel model) {
    Path saved = folder.resolve("saved" + runs++);
    try {
      model.save(saved.toString());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return parameters(
        ModelFile.read(
            SPARK.sessionState().newHadoopConf(),
            new org.apache.hadoop.fs.Path(saved.resolve("model.zip").toString())));
  }

  @Test
  void whatIsNoWeightEndsAFitUnlessItIsSkipped() {
    Dataset<Row> bad = PEOPLE.withColumn("w", expr("IF(nr = 3, -1D, IF(nr = 4, NULL, 1D))"));
    SpikingClassifier classifier = People.classifier().setWeightCol("w");

    assertThatThrownBy(() -> classifier.fit(bad))
        .isInstanceOf(UserErrorException.class)
        .hasMessage(
            "The dataset has rows that cannot be trained on. 1 line left out: no weight. 1 line left out: weight below 0. Mend them, or set handleInvalid to skip");
    assertThat(classifier.setHandleInvalid("skip").fit(bad).labels()).hasSize(3);
    assertThatThrownBy(() -> classifier.fit(PEOPLE.withColumn("w", lit(0))))
        .isInstanceOf(UserErrorException.class)
        .hasMessageStartingWith("All examples of the train split weigh 0");
  }

  @Test
  void epochsCountTheRowsThatAreTrainedOn() {
    Experiment experiment = experiment(PEOPLE, Map.of("data.source.weight", "weight"));
    Manifest manifest = experiment.preprocess();
    assertThat(manifest.totalTrained()).isEqualTo(144);
    assertThat(manifest.weightNotes())
        .containsExactly(
            "Examples have weights; 24 names of the train split with a weight of 0 not trained on.");
    assertThat(experiment.train().asked()).isEqualTo(3 * 144);
  }
}
