package org.spiketrain.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.feature.IndexToString;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.ml.tuning.TrainValidationSplit;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.ForkedJvm;
import org.spiketrain.LocalSpark;
import org.spiketrain.LongTest;
import org.spiketrain.SharedCluster;
import org.spiketrain.model.UserErrorException;

/** Spiking networks in Spark ML: fitted, tuned, saved, as Spark's own classifiers are. */
class SpikingClassifierIT {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final Dataset<Row> PEOPLE = People.table(SPARK);

  @TempDir static Path shared;
  private static SpikingClassificationModel model;

  @TempDir Path folder;

  @BeforeAll
  static void train() {
    model = People.classifier().setWorkDir(shared.resolve("work").toString()).fit(PEOPLE);
  }

  private static double accuracy(Dataset<Row> scored, String label) {
    return new MulticlassClassificationEvaluator()
        .setLabelCol(label)
        .setMetricName("accuracy")
        .evaluate(scored);
  }

  private static byte[] saved(SpikingClassificationModel one, Path to) throws IOException {
    one.save(to.toString());
    return Files.readAllBytes(to.resolve("model.zip"));
  }

  private static List<String> names(Dataset<Row> scored) {
    NominalAttribute prediction =
        (NominalAttribute) Attribute.fromStructField(scored.schema().apply("prediction"));
    return List.of(prediction.values().get());
  }

  @Test
  void answersAreIndicesWithNamesAndVectorsInTheirOrder() {
    Dataset<Row> scored = model.transform(PEOPLE);

    assertThat(model.labels()).containsExactly("Greek", "Japanese", "Russian");
    assertThat(scored.columns())
        .containsExactly(
            "nr", "surname", "language", "checks", "rawPrediction", "probability", "prediction");
    assertThat(names(scored)).containsExactly(model.labels());
    Row row = scored.where("surname = 'Abe'").first();
    Vector probability = row.getAs("probability");
    assertThat(row.<Double>getAs("prediction")).isEqualTo(probability.argmax());
    for (int i = 0; i < 3; i++) {
      assertThat(row.<Vector>getAs("rawPrediction").apply(i))
          .isEqualTo(Math.log(probability.apply(i)));
    }
    Dataset<Row> named =
        new IndexToString().setInputCol("prediction").setOutputCol("answer").transform(scored);
    assertThat(named.where("answer = language").count()).isGreaterThan(105);
  }

  @Test
  void answersAreForTheSharesThatAreWanted() {
    SpikingClassificationModel greek = model.copy(new ParamMap()).setPriors("Greek = 1");

    assertThat(greek.transform(PEOPLE).where("prediction = 0").count()).isEqualTo(PEOPLE.count());
    assertThat(greek.copy(new ParamMap()).getPriors()).isEqualTo("Greek = 1");
    assertThatThrownBy(() -> model.copy(new ParamMap()).setPriors("Greek").transform(PEOPLE))
        .hasMessageContaining("'Greek' is no share of a class");
    assertThat(model.transform(PEOPLE).where("prediction > 0").count()).isPositive();
  }

  @Test
  void aTrainingLeavesNothingButTheModelAndIsRepeatable() throws Exception {
    try (Stream<Path> left = Files.list(shared.resolve("work"))) {
      assertThat(left).isEmpty();
    }
    assertThat(SPARK.catalog().listTables().toDF().where("name like 'spiketrain%'").count())
        .isZero();

    SpikingClassificationModel again = People.classifier().fit(PEOPLE.repartition(3));

    assertThat(saved(again, folder.resolve("b"))).isEqualTo(saved(model, folder.resolve("a")));
  }

  @LongTest
  @Test
  void aCrossValidationOverLearningRatesIsSavedAndScoresTheSameInAnotherJvm() throws Exception {
    StringIndexer indexer = new StringIndexer().setInputCol("language").setOutputCol("label");
    SpikingClassifier classifier = People.classifier().setLabelCol("label");
    ParamMap[] grid =
        new ParamGridBuilder()
            .addGrid(classifier.learningRate(), new double[] {1e-6, 0.02})
            .build();
    CrossValidator validator =
        new CrossValidator()
            .setEstimator(new Pipeline().setStages(new PipelineStage[] {indexer, classifier}))
            .setEstimatorParamMaps(grid)
            .setEvaluator(new MulticlassClassificationEvaluator())
            .setNumFolds(2)
            .setParallelism(2)
            .setSeed(1);
    Path validation = folder.resolve("validation");
    validator.save(validation.toString());

    CrossValidatorModel fitted = CrossValidator.load(validation.toString()).fit(PEOPLE);

    assertThat(fitted.avgMetrics()[1]).isGreaterThan(fitted.avgMetrics()[0]);
    Dataset<Row> scored = fitted.transform(PEOPLE);
    // By their number: most frequent first.
    assertThat(names(scored)).containsExactly("Japanese", "Russian", "Greek");
    assertThat(accuracy(scored, "label")).isGreaterThan(0.7);
    Path cross = folder.resolve("cross");
    Path table = folder.resolve("people");
    Path answers = folder.resolve("answers");
    fitted.save(cross.toString());
    PEOPLE.write().parquet(table.toString());
    ForkedJvm.run(
        SavedModelProcess.class,
        folder.resolve("log"),
        "1g",
        cross.toString(),
        table.toString(),
        answers.toString());
    assertThat(SPARK.read().parquet(answers.toString()).orderBy("nr").collectAsList())
        .isEqualTo(scored.orderBy("nr").collectAsList());
  }

  @LongTest
  @Test
  void executorsOfTheirOwnFitTheSameModelAndGiveTheSameAnswers() throws Exception {
    Path people = folder.resolve("people");
    Path model = folder.resolve("model");
    Path answers = folder.resolve("answers");
    PEOPLE.repartition(4).write().parquet(people.toString());
    byte[] local = saved(ClassifierWork.classifier().fit(PEOPLE), folder.resolve("local"));

    SharedCluster.run(
        ClassifierWork.class, people.toString(), model.toString(), answers.toString());

    assertThat(Files.readAllBytes(model.resolve("model.zip"))).isEqualTo(local);
    List<Row> expected =
        ClassifierWork.answers(SPARK, folder.resolve("local").toString(), PEOPLE)
            .orderBy("nr")
            .collectAsList();
    assertThat(SPARK.read().parquet(answers.toString()).orderBy("nr").collectAsList())
        .isEqualTo(expected);
    assertThat(expected.stream().map(row -> row.getString(3)).distinct().count()).isGreaterThan(1);
  }

  @LongTest
  @Test
  void aTrainValidationSplitTunesWholeStacks() throws Exception {
    SpikingClassifier classifier = People.classifier().setLabelCol("label");
    Dataset<Row> indexed =
        PEOPLE.withColumn(
            "label", when(col("language").equalTo("Japanese"), lit(2)).otherwise(lit(10)));
    ParamMap[] grid =
        new ParamGridBuilder().addGrid(classifier.epochs(), new double[] {6.0}).build();
    classifier.clear(classifier.examples());

    SpikingClassificationModel best =
        (SpikingClassificationModel)
            new TrainValidationSplit()
                .setEstimator(classifier)
                .setEstimatorParamMaps(grid)
                .setEvaluator(new MulticlassClassificationEvaluator())
                .fit(indexed)
                .bestModel();

    // Classes that the rows do not have are never the answer.
    assertThat(best.numClasses()).isEqualTo(11);
    List<Row> answers = best.transform(indexed).select("prediction", "probability").collectAsList();
    assertThat(answers.stream().map(row -> row.getDouble(0)).distinct())
        .containsExactlyInAnyOrder(2.0, 10.0);
    assertThat(answers.get(0).<Vector>getAs(1).apply(3)).isZero();
    assertThat(best.parent()).isNotNull();
  }

  @Test
  void whatCannotBeScoredIsHandledAsStringIndexerDoes() {
    Dataset<Row> people =
        SPARK.sql(
            "SELECT * FROM VALUES (1, 'Abe'), (2, '  '), (3, NULL), (4, '77') t(nr, surname)");

    assertThatThrownBy(() -> model.transform(people).collectAsList())
        .hasStackTraceContaining(
            "Column \"surname\" has a text that cannot be scored, \"  \": missing value. Set handleInvalid to skip or keep such rows");
    SpikingClassificationModel kind = model.copy(new ParamMap());
    assertThat(kind.setHandleInvalid("skip").transform(people).select("nr").collectAsList())
        .extracting(row -> row.getInt(0))
        .containsExactly(1);
    Dataset<Row> kept = kind.setHandleInvalid("keep").transform(people);
    assertThat(names(kept)).containsExactly("Greek", "Japanese", "Russian", "__unknown");
    assertThat(kept.where("prediction = 3").count()).isEqualTo(3);
    Row row = kept.where("nr = 4").first();
    assertThat(row.<Vector>getAs("probability").toArray()).containsOnly(Double.NaN).hasSize(3);
    assertThat(model.getHandleInvalid()).isEqualTo("error");
  }

  @Test
  void rowsThatCannotBeTrainedOnEndTheTrainingUnlessTheyAreSkipped() {
    Dataset<Row> people =
        PEOPLE.withColumn("language", when(col("nr").notEqual(3), col("language")));

    assertThatThrownBy(() -> People.classifier().fit(people))
        .isInstanceOf(UserErrorException.class)
        .hasMessage(
            "The dataset has rows that cannot be trained on. 1 line left out: empty label. Mend them, or set handleInvalid to skip");
    assertThat(People.classifier().setHandleInvalid("skip").fit(people).labels()).hasSize(3);
    assertThatThrownBy(() -> People.classifier().fit(PEOPLE.where("language = 'Greek'")))
        .hasMessage(
            "The dataset has only the label Greek in its column label: at least two classes are needed");
    Dataset<Row> odd = PEOPLE.withColumn("language", col("nr").divide(2));
    assertThatThrownBy(() -> People.classifier().fit(odd))
        .hasStackTraceContaining("Column \"language\" holds the label 0.5: expected the index");
  }

  @Test
  void recipesOfRecordingsAreRefused() {
    assertThatThrownBy(() -> People.classifier().setRecipe("conf/ssc-demo.conf").fit(PEOPLE))
        .hasMessageContaining("data.kind")
        .hasMessageContaining("names, text or another kind of texts");
    assertThatThrownBy(() -> People.classifier().setSettings("training.exampels=1").fit(PEOPLE))
        .hasMessageContaining("training.examples");
  }

  @Test
  void sentencesAreTrainedOnToo() {
    Dataset<Row> opinions =
        PEOPLE.select(
            col("surname").as("words"),
            col("language").equalTo("Greek").cast(DataTypes.IntegerType).as("label"));

    SpikingClassificationModel fitted =
        new SpikingClassifier()
            .setRecipe("conf/text-demo.conf")
            .setSettings("conversion.epochs=1", "training.workers=1")
            .setEpochs(0.1)
            .setInputCol("words")
            .setHandleInvalid("skip")
            .fit(opinions);

    assertThat(fitted.labels()).containsExactly("0", "1");
    assertThat(fitted.transform(opinions).where("prediction is null").count()).isZero();
  }

  @Test
  void sqlNamesTheMostProbableClass() throws Exception {
    model.save(folder.resolve("saved").toString());
    String file = folder.resolve("saved/model.zip").toString();
    Spiketrain.registerFunctions(SPARK);
    model.transform(PEOPLE).createOrReplaceTempView("scored_people");

    Dataset<Row> answered =
        SPARK.sql(
            "SELECT element_at(array('Greek', 'Japanese', 'Russian'), cast(prediction AS INT) + 1)"
                + " AS expected, spiketrain_predict('%s', surname) AS found FROM scored_people"
                    .formatted(file));
    assertThat(answered.where("expected = found").count()).isEqualTo(210);
    Row nothing =
        SPARK
            .sql(
                "SELECT spiketrain_predict('%1$s', ' '), spiketrain_predict('%1$s', NULL)"
                    .formatted(file))
            .first();
    assertThat(nothing.isNullAt(0) && nothing.isNullAt(1)).isTrue();
    assertThatThrownBy(() -> SPARK.sql("SELECT spiketrain_predict('no.zip', 'Abe')").first())
        .hasStackTraceContaining("There is no model no.zip");
  }

  @Test
  void aPipelineKeepsItsParams() throws Exception {
    Path place = folder.resolve("pipeline");
    model
        .copy(new ParamMap())
        .setPredictionCol("answer")
        .setRawPredictionCol("")
        .save(place + "/m");
    PipelineModel fitted = new Pipeline().setStages(new PipelineStage[] {model}).fit(PEOPLE);
    fitted.write().overwrite().save(place + "/p");

    SpikingClassificationModel loaded = SpikingClassificationModel.load(place + "/m");

    assertThat(loaded.uid()).isEqualTo(model.uid());
    assertThat(loaded.transform(PEOPLE).columns())
        .containsExactly("nr", "surname", "language", "checks", "probability", "answer");
    assertThat(PipelineModel.load(place + "/p").transform(PEOPLE).collectAsList())
        .isEqualTo(model.transform(PEOPLE).collectAsList());
    assertThatThrownBy(() -> SpikingClassificationModel.load(place.toString()))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("is no saved model: name the folder");
  }
}
