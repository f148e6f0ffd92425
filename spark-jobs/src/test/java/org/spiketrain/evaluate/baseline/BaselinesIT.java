package org.spiketrain.evaluate.baseline;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.LocalSpark;
import org.spiketrain.data.DataKinds;
import org.spiketrain.data.FrameParquet;
import org.spiketrain.data.Manifest;
import org.spiketrain.data.SplitSettings;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.data.names.NamesPreprocessor;
import org.spiketrain.data.names.NamesSettings;
import org.spiketrain.evaluate.baseline.LetterTerms.Edges;
import org.spiketrain.evaluate.baseline.LetterTerms.LetterCase;
import org.spiketrain.model.encode.LetterEncoder;

class BaselinesIT {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.LongType)
          .add("label", DataTypes.IntegerType)
          .add("text", DataTypes.StringType);

  @TempDir static Path shared;

  private static Manifest manifest;
  private static Dataset<Row> train;
  private static Dataset<Row> test;

  /** Of the names that come with the project, a tenth of those of all languages but three. */
  @BeforeAll
  static void preprocess() {
    String frames = shared.resolve("frames").toString();
    NamesPreprocessor.run(
        SPARK,
        new NamesSettings(
            "builtin:surnames",
            LetterEncoder.Settings.tutorial(),
            SplitSettings.stratified(0.8, 0, 0.2),
            1),
        frames,
        OutputMode.REFUSE_EXISTING,
        List.of());
    manifest =
        FrameParquet.readManifest(new Configuration(), new org.apache.hadoop.fs.Path(frames));
    train =
        FrameParquet.read(SPARK, frames, manifest, "train")
            .where(col("label").lt(3).or(col("id").mod(lit(10)).equalTo(0)))
            .cache();
    test = FrameParquet.read(SPARK, frames, manifest, "test").cache();
  }

  private static BaselineTask task() {
    return new BaselineTask(DataKinds.get("names"), manifest, manifest.classes().size(), 1);
  }

  private static FittedBaseline fitted(String key, Dataset<Row> rows) {
    return Baselines.of(task().kind(), List.of(key)).get(0).fit(rows, task());
  }

  private static double balancedAccuracy(String key) {
    return Baselines.scores(fitted(key, train), test, manifest.classes().size()).balancedAccuracy();
  }

  @Test
  void balancedClassesServeTheRareOnes() {
    double plain = balancedAccuracy("logisticRegression");

    assertThat(plain).isGreaterThan(2.0 / manifest.classes().size());
    assertThat(balancedAccuracy("logisticRegressionBalanced")).isGreaterThan(plain + 0.05);
  }

  @Test
  void whatIsLearntDoesNotDependOnThePartitions() {
    for (Baseline baseline : Baselines.of(task().kind(), List.of(Baselines.AUTO))) {
      List<Row> once = answers(baseline.fit(train.repartition(5), task()));
      List<Row> again = answers(baseline.fit(train.repartition(2, col("text")), task()));

      assertThat(once).as(baseline.key()).isEqualTo(again);
    }
  }

  private static List<Row> answers(FittedBaseline fitted) {
    return fitted
        .answer(test.limit(50), "given")
        .orderBy("id")
        .select("id", "given")
        .collectAsList();
  }

  @Test
  void theMajorityIsTheTrainingSplits() {
    Dataset<Row> rows = rows(row(0, 0, "a"), row(1, 1, "b"), row(2, 1, "c"), row(3, 2, "d"));

    Row answered = fitted("majority", rows).answer(rows, "given").first();

    List<Double> shares = answered.getList(3);
    assertThat(shares.subList(0, 4)).containsExactly(0.25, 0.5, 0.25, 0.0);
  }

  /**
   * Unigrams with marks; classes 0 and 2 occur, 1 does not. Counts of 0: a 4, b 0; of 2: a 1, b 3;
   * marks 2 each; vocabulary of 4. P(a|0) = 5/12, P(b|0) = 1/12, P(a|2) = 2/12, P(b|2) = 4/12; q is
   * unknown to both.
   */
  @Test
  void naiveBayesFollowsItsFormula() {
    List<LabelledText> texts =
        List.of(
            new LabelledText(0, "aa"),
            new LabelledText(0, "aa"),
            new LabelledText(2, "ab"),
            new LabelledText(2, "bb"));
    Reading.Way way =
        new Reading.Way("text", new LetterTerms(1, 1, LetterCase.KEPT, Edges.MARKED), 1);

    TextModel model =
        new NaiveBayesLearning(1)
            .fit(
                JavaSparkContext.fromSparkContext(SPARK.sparkContext()).parallelize(texts, 2),
                way,
                3);

    // 25/1728 against 16/1728.
    assertThat(model.probabilities("aabq"))
        .containsExactly(new double[] {25 / 41.0, 0, 16 / 41.0}, within(1e-12));
  }

  private static Dataset<Row> rows(Row... rows) {
    return SPARK.createDataFrame(List.of(rows), SCHEMA);
  }

  private static Row row(long id, int label, String text) {
    return RowFactory.create(id, label, text);
  }
}
