package org.spiketrain.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.LocalSpark;
import org.spiketrain.config.ConfigErrorException;
import org.spiketrain.data.Manifest;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.metrics.TopClasses.RankedLabel;
import org.spiketrain.pipeline.Experiment;
import org.spiketrain.pipeline.ExperimentListener;
import org.spiketrain.pipeline.ModelFile;
import org.spiketrain.pipeline.RunDraft;
import org.spiketrain.registry.ModelRegistry;
import org.spiketrain.registry.ModelVersion;
import org.spiketrain.results.EvaluationSummary;
import org.spiketrain.results.HistoryRow;
import org.spiketrain.results.Renderer;
import org.spiketrain.score.ScoringModel.ScoredText;
import org.spiketrain.train.TrainingJob;

/** Whoever writes a Spark program of their own. */
class SparkApiIT {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final List<String> NAMES = List.of("Dovesky", "Jackson", "Satoshi", "Nakamoto");

  @TempDir static Path folder;
  private static final List<String> HEARD = new ArrayList<>();
  private static EvaluationSummary evaluated;

  @BeforeAll
  static void train() {
    Experiment experiment =
        experiment("run").listener(new Follower()).renderer(Renderer.NONE).open();
    experiment.preprocess();
    experiment.train();
    evaluated = experiment.evaluate().summary();
  }

  private static Spiketrain experiment(String output) {
    return Spiketrain.experiment(SPARK)
        .configuration("conf/names-demo.conf")
        .set("training.examples", "256")
        .set("output.path", folder.resolve(output).toString());
  }

  /** Writes down what it is told. */
  private static final class Follower implements ExperimentListener {
    @Override
    public void preprocessed(Manifest frames, org.apache.hadoop.fs.Path place) {
      HEARD.add("preprocessed " + frames.classes().size());
    }

    @Override
    public void round(long examples, long total) {}

    @Override
    public void evaluated(HistoryRow row) {}

    @Override
    public void ended() {
      HEARD.add("ended");
    }

    @Override
    public void trained(TrainingJob.Result training, org.apache.hadoop.fs.Path model) {
      HEARD.add("trained " + model.getName());
    }

    @Override
    public void evaluated(EvaluationSummary summary) {
      HEARD.add("evaluated " + summary.split());
    }
  }

  @Test
  void anExperimentRunsStageByStageAndIsFollowed() {
    assertThat(HEARD)
        .containsExactly("preprocessed 18", "ended", "trained model.zip", "evaluated test");
    assertThat(evaluated.metrics().examples()).isPositive();
    assertThat(folder.resolve("run/evaluation/metrics.json")).isNotEmptyFile();
  }

  @Test
  void withoutARendererThereAreTablesOnly() {
    assertThat(folder.resolve("run/training/history.csv")).isNotEmptyFile();
    assertThat(folder.resolve("run/report.html")).doesNotExist();
    assertThat(folder.resolve("run/training/history.svg")).doesNotExist();
    assertThat(folder.resolve("run/evaluation/confusion.png")).doesNotExist();
  }

  @Test
  void aKeyThatThereIsNotIsRefusedBeforeAnythingRuns() {
    Spiketrain wrong = experiment("wrong").set("training.exampels", "1");

    assertThatThrownBy(wrong::open)
        .isInstanceOf(ConfigErrorException.class)
        .hasMessageContaining("training.examples");
    assertThat(folder.resolve("wrong")).doesNotExist();
  }

  @Test
  void whatExecutorsNeedIsAddedToTheirOptions() {
    SparkConf conf = new SparkConf(false).set("spark.executor.defaultJavaOptions", "-Dmine=1");

    assertThat(Spiketrain.prepare(conf).get("spark.executor.defaultJavaOptions"))
        .startsWith("-Dmine=1 ")
        .contains("maxphysicalbytes=0");
  }

  @Test
  void aCommitterThatSparkDoesNotHaveIsRefusedBeforeAnythingRuns() {
    String setting = "spark.sql.sources.commitProtocolClass";
    String name = "org.apache.spark.internal.io.cloud.PathOutputCommitProtocol";
    SparkSession session = SPARK.newSession();
    session.conf().set(setting, name);
    Spiketrain wrong =
        Spiketrain.experiment(session).set("output.path", folder.resolve("none").toString());

    assertThatThrownBy(wrong::open)
        .isInstanceOf(UserErrorException.class)
        .hasMessageStartingWith(setting + " is " + name + ", but this Spark has no such class");
    assertThat(folder.resolve("none")).doesNotExist();
  }

  @Test
  void aSerializerThatDoesNotKnowRecordsIsRefused() {
    SparkConf conf = SPARK.sparkContext().conf();
    String setting = "spark.serializer";
    conf.set(setting, "org.apache.spark.serializer.KryoSerializer");
    try {
      assertThatThrownBy(SparkApiIT::scorer)
          .isInstanceOf(UserErrorException.class)
          .hasMessageStartingWith("The Spark session has " + setting)
          .hasMessageContaining("JavaSerializer");
    } finally {
      conf.remove(setting);
    }
  }

  @Test
  void aModelMayHaveAColonInItsName() throws Exception {
    Path timed = Files.copy(folder.resolve("run/model.zip"), folder.resolve("model 02:30.zip"));

    assertThat(Scorer.load(SPARK, timed.toString()).classes()).hasSize(18);
  }

  private static Scorer scorer() {
    return Scorer.load(SPARK, folder.resolve("run/model.zip").toString());
  }

  private static Dataset<Row> people(String... names) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      rows.add(RowFactory.create((long) i, names[i]));
    }
    return SPARK.createDataFrame(
        rows, new StructType().add("id", DataTypes.LongType).add("surname", DataTypes.StringType));
  }

  @Test
  void answersAreThoseOfTheCommandLineInAnyNumberOfPartitions() {
    Path file = folder.resolve("run/model.zip");
    org.apache.hadoop.fs.Path model = new org.apache.hadoop.fs.Path(file.toUri());
    List<ScoredText> expected =
        ModelFile.ofLines(ModelFile.read(SPARK.sessionState().newHadoopConf(), model), model)
            .answers(NAMES, 1)
            .scored();
    Dataset<Row> people = people(NAMES.toArray(String[]::new));

    for (int partitions : new int[] {1, 3, 7}) {
      Dataset<Row> scored = scorer().score(people.repartition(partitions), "surname");
      assertThat(scored.columns())
          .containsExactly(
              "id", "surname", "prediction", "probability", "probabilities", "rejected");
      List<Row> rows = scored.orderBy("id").collectAsList();
      for (int i = 0; i < NAMES.size(); i++) {
        RankedLabel top = expected.get(i).top().get(0);
        assertThat(rows.get(i).getString(1)).isEqualTo(NAMES.get(i));
        assertThat(rows.get(i).getString(2)).isEqualTo(top.label());
        assertThat(rows.get(i).getFloat(3)).isEqualTo(top.probability());
        assertThat(rows.get(i).isNullAt(5)).isTrue();
      }
    }
  }

  @Test
  void allProbabilitiesAreInTheOrderOfTheClassesAndSumToOne() {
    Scorer scorer = scorer();
    Row row = scorer.score(people("Satoshi"), "surname").first();

    List<Float> probabilities = row.getList(row.fieldIndex(Scorer.PROBABILITIES));
    assertThat(scorer.classes()).hasSize(18).contains("Japanese");
    assertThat(probabilities).hasSize(18);
    assertThat(probabilities.stream().mapToDouble(p -> p).sum()).isCloseTo(1, within(1e-4));
    int best = scorer.classes().indexOf(row.<String>getAs(Scorer.PREDICTION));
    assertThat(probabilities.get(best)).isEqualTo(row.<Float>getAs(Scorer.PROBABILITY));
  }

  @Test
  void whatCannotBeScoredKeepsItsRowAndSaysWhy() {
    List<Row> rows =
        scorer()
            .score(people(null, "  ", "1234", "Jackson", "\uFFFDoe"), "surname")
            .orderBy("id")
            .collectAsList();

    assertThat(rows).hasSize(5);
    assertThat(rows)
        .extracting(row -> row.<String>getAs(Scorer.REJECTED))
        .containsExactly(
            "missing value", "missing value", "no usable letter", null, "invalid UTF-8");
    for (int i : new int[] {0, 1, 2, 4}) {
      assertThat(rows.get(i).isNullAt(2)).isTrue();
      assertThat(rows.get(i).isNullAt(3)).isTrue();
      assertThat(rows.get(i).isNullAt(4)).isTrue();
    }
    assertThat(rows.get(3).isNullAt(2)).isFalse();
  }

  @Test
  void nothingIsComputedBeforeTheResultIsUsed() {
    Dataset<Row> failing =
        people("Jackson")
            .withColumn("surname", functions.raise_error(functions.lit("computed")).cast("string"));

    Dataset<Row> scored = scorer().score(failing, "surname");

    assertThatThrownBy(scored::collectAsList).hasStackTraceContaining("computed");
    assertThat(scorer().score(people(), "surname").count()).isZero();
  }

  @Test
  void fieldsOfStructsAndColumnsWithOddNamesAreKept() {
    Dataset<Row> nested =
        people("Jackson")
            .withColumn("person", functions.struct(functions.col("surname").as("last")))
            .withColumnRenamed("id", "an.id");

    Row row = scorer().score(nested, "person.last").first();

    assertThat(row.schema().fieldNames()).startsWith("an.id", "surname", "person");
    assertThat(row.<String>getAs(Scorer.PREDICTION)).isNotNull();
  }

  @Test
  void aRowIsScoredOnceHoweverItsAnswersAreUsed() {
    String plan =
        scorer()
            .score(people("Jackson").repartition(2), "surname")
            .filter("probability > 0.01 and prediction is not null")
            .queryExecution()
            .optimizedPlan()
            .toString();

    assertThat(plan.split("UDF\\(", -1)).as(plan).hasSize(2);
  }

  @Test
  void whatIsNoColumnOfTextsIsRefused() {
    assertThatThrownBy(() -> scorer().score(people("Jackson"), "name"))
        .isInstanceOf(UserErrorException.class)
        .hasMessage("The data have no column \"name\", only id, surname: name one of these");
    assertThatThrownBy(() -> scorer().score(people("Jackson"), "id"))
        .isInstanceOf(UserErrorException.class)
        .hasMessage("Column \"id\" holds bigint: name a column of strings");
    Dataset<Row> taken = people("Jackson").withColumn("Prediction", functions.lit("mine"));
    assertThatThrownBy(() -> scorer().score(taken, "surname"))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("\"prediction\" already");
  }

  @Test
  void aFileThatIsNoModelIsNamed() throws Exception {
    Path file = Files.writeString(folder.resolve("notes.zip"), "notes");

    assertThatThrownBy(() -> Scorer.load(SPARK, file.toString()))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("notes.zip");
  }

  /** A registry with two versions, which know other classes. */
  private static ModelRegistry registry(SparkSession session) throws Exception {
    org.apache.hadoop.fs.Path root =
        new org.apache.hadoop.fs.Path(folder.resolve("registry").toUri());
    Configuration conf = session.sessionState().newHadoopConf();
    ModelRegistry registry = ModelRegistry.of(conf, root);
    Path stored = Path.of(SparkApiIT.class.getResource("/models/encoders/names.zip").toURI());
    for (Path model : List.of(folder.resolve("run/model.zip"), stored)) {
      registry.publish(
          "names",
          new RunDraft(conf, new org.apache.hadoop.fs.Path(model.toUri()))
              .read(Optional.empty(), Map.of()));
    }
    registry.setAlias("names", "champion", 1, "first");
    session.conf().set("spark.spiketrain.registry", root.toString());
    return registry;
  }

  private static String answer(SparkSession session, String model) {
    String query = "SELECT spiketrain_predict('%s', surname) FROM VALUES ('Satoshi') AS t(surname)";
    return session.sql(query.formatted(model)).repartition(2).first().getString(0);
  }

  @Test
  void aVersionInTheRegistryStandsForItsFileInScorerSparkMlAndSql() throws Exception {
    SparkSession session = SPARK.newSession();
    ModelRegistry registry = registry(session);
    Spiketrain.registerFunctions(session);
    List<List<String>> classes = new ArrayList<>();
    for (ModelVersion version : registry.versions("names")) {
      String file = version.modelFile().toString();
      registry.setAlias("names", "champion", version.number(), "tried");

      List<String> known = Scorer.load(session, "models:/names@champion").classes();
      classes.add(known);
      assertThat(known).isEqualTo(Scorer.load(session, file).classes());
      assertThat(Scorer.load(session, "models:/names/" + version.number()).classes())
          .isEqualTo(known);
      assertThat(
              SpikingClassificationModel.read().session(session).load("models:/names").numClasses())
          .isEqualTo(known.size());
      // The alias means another version at the second query than at the first one.
      assertThat(answer(session, "models:/names@champion")).isEqualTo(answer(session, file));
    }
    assertThat(classes.get(0)).isNotEqualTo(classes.get(1));
    assertThat(answer(session, "models:/names/1")).isNotEqualTo(answer(session, "models:/names/2"));
    assertThatThrownBy(() -> Scorer.load(session, "models:/words"))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("name one of names");
  }
}
