package org.spiketrain.data.names;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.data.FrameParquet;
import org.spiketrain.data.LocalSpark;
import org.spiketrain.data.Manifest;
import org.spiketrain.data.Split;
import org.spiketrain.data.SplitSettings;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.model.encode.LetterEncoder;

/** The char-RNN tutorial's own 18 files, with the numbers that the tutorial's code gives. */
class TutorialCorpusIT {
  private static SparkSession spark;
  private static Path names;

  @TempDir Path temp;

  @BeforeAll
  static void findCorpus() {
    Optional<Path> found =
        Optional.ofNullable(System.getenv("SPIKETRAIN_DATA")).map(data -> Path.of(data, "names"));
    String skipped =
        "Skipped: tests on the tutorial's names need SPIKETRAIN_DATA, a folder that holds names/";
    boolean present = found.filter(Files::isDirectory).isPresent();
    if (!present) {
      System.out.println(skipped);
    }
    assumeTrue(present, skipped);
    names = found.orElseThrow();
    spark = LocalSpark.session();
  }

  private Manifest run(SplitSettings split) {
    NamesSettings settings =
        new NamesSettings(names.toString(), LetterEncoder.Settings.tutorial(), split, 1);
    return NamesPreprocessor.run(spark, settings, output(), OutputMode.REFUSE_EXISTING, List.of());
  }

  private String output() {
    return temp.resolve("frames").toString();
  }

  @Test
  void tutorialSplitHasTheTutorialsNumbers() {
    Manifest manifest = run(SplitSettings.tutorial());

    assertThat(manifest.total()).isEqualTo(20074);
    assertThat(manifest.total(Split.TRAIN)).isEqualTo(16053);
    assertThat(manifest.total(Split.TEST)).isEqualTo(4021);
    assertThat(manifest.rejects()).isEmpty();
    assertThat(manifest.counts().get("Russian"))
        .isEqualTo(Map.of("train", 7526L, "validation", 0L, "test", 1882L));
    assertThat(manifest.corpus(NamesCorpus.class).namesInSeveralClasses()).isEqualTo(480);

    Dataset<Row> train = FrameParquet.read(spark, output(), "train");
    Dataset<Row> test = FrameParquet.read(spark, output(), "test");
    assertThat(train.count()).isEqualTo(16053);
    assertThat(test.count()).isEqualTo(4021);
    Dataset<Row> learnt = train.select("label", "text").distinct();
    assertThat(test.select("label", "text").join(learnt, usingLabelAndText(), "left_semi").count())
        .isEqualTo(419);
  }

  private static String[] usingLabelAndText() {
    return new String[] {"label", "text"};
  }

  @Test
  void stratifiedSplitLearnsNoNameThatItTests() {
    Manifest manifest = run(SplitSettings.stratified(0.8, 0.1, 0.1));

    assertThat(manifest.total()).isEqualTo(17994);
    assertThat(manifest.corpus(NamesCorpus.class).duplicatesRemoved()).isEqualTo(2080);
    Dataset<Row> train = FrameParquet.read(spark, output(), "train").select("label", "text");
    Dataset<Row> test = FrameParquet.read(spark, output(), "test").select("label", "text");
    assertThat(train.intersect(test).count()).isZero();
    assertThat(train.count()).isBetween(14390L, 14400L);
  }
}
