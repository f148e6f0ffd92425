package org.spiketrain.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.LocalSpark;
import org.spiketrain.LongTest;
import org.spiketrain.config.ExperimentConfig;
import org.spiketrain.data.FrameParquet;
import org.spiketrain.data.audio.SyntheticSpeech;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.zoo.ModelProvenance;
import org.spiketrain.model.zoo.TrainedModel;
import org.spiketrain.pipeline.Experiment;
import org.spiketrain.report.Reports;

@LongTest
class SpeechDemoIT {
  private static final SyntheticSpeech FEW_WORDS = new SyntheticSpeech(1, 2, 1, 1);

  private static final StringWriter WRITTEN_BY_RUN = new StringWriter();

  @TempDir static Path shared;
  private static Experiment.Evaluated evaluated;

  @TempDir Path folder;
  private final StringWriter written = new StringWriter();
  private final Results results = new Results(new PrintWriter(written));

  @BeforeAll
  static void runOnce() {
    PrintWriter out = new PrintWriter(WRITTEN_BY_RUN);
    Results results = new Results(out);
    Experiment experiment = experiment(shared, results, "seed", "2");
    DemoCommand.speak(FEW_WORDS, experiment, results);
    evaluated = experiment.run();
    DemoCommand.showExamples(evaluated.summary(), out);
  }

  private static Experiment experiment(Path folder, Results results, String key, String value) {
    ExperimentConfig config =
        ExperimentConfig.load(
            DemoCommand.Recipe.SSC.configuration(),
            Map.of(
                "output.path",
                folder.resolve("demo").toString(),
                "output.overwrite",
                "true",
                "training.examples",
                "64",
                key,
                value));
    return Experiment.open(LocalSpark.session(), config, results, new Reports());
  }

  private CommandLineRun score(Path model, String... what) {
    List<String> arguments = new ArrayList<>(List.of("score", "--model", model.toString()));
    arguments.addAll(List.of(what));
    return CommandLineRun.of(arguments.toArray(String[]::new));
  }

  @Test
  void recordingsAreScoredAsTheNetworkWasTrained() throws IOException {
    Path model = shared.resolve("demo/model.zip");
    Path events = shared.resolve("demo/events/synthetic_test.h5");
    Path scores = folder.resolve("scores");

    CommandLineRun run = score(model, "--input", events.toString(), "--output", scores.toString());

    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("scored: 10 recordings in ").contains(scores.toString());
    assertThat(accuracyOf(scores, shared.resolve("demo/frames")))
        .isEqualTo(evaluated.summary().metrics().accuracy());

    CommandLineRun names = score(model, "Dovesky");
    assertThat(names.err()).contains("which cannot score text").contains("--input");
    assertThat(names.code()).isEqualTo(1);

    Path old = withoutItsTransform(model);
    CommandLineRun refused =
        score(old, "--input", events.toString(), "--output", folder.resolve("none").toString());
    assertThat(refused.err())
        .contains(
            "old.zip cannot score: it does not say how recordings become its frames",
            "train it again");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(folder.resolve("none")).doesNotExist();
  }

  /** Fraction of the test split's examples whose first class is theirs. */
  private static double accuracyOf(Path scores, Path frames) {
    SparkSession spark = LocalSpark.session();
    List<String> classes =
        FrameParquet.readManifest(
                spark.sessionState().newHadoopConf(), new org.apache.hadoop.fs.Path(frames.toUri()))
            .classes();
    Map<String, String> heard = new HashMap<>();
    spark
        .read()
        .parquet(scores.toString())
        .collectAsList()
        .forEach(row -> heard.put(row.getString(0) + ":" + row.getLong(1), row.getAs("label_1")));
    List<Row> examples = FrameParquet.read(spark, frames.toString(), "test").collectAsList();
    assertThat(heard).hasSameSizeAs(examples);
    long right =
        examples.stream()
            .filter(
                row ->
                    classes
                        .get(row.<Integer>getAs("label"))
                        .equals(heard.get(row.<String>getAs("source"))))
            .count();
    return (double) right / examples.size();
  }

  /** The model as a version would have written it that did not know events. */
  private Path withoutItsTransform(Path file) throws IOException {
    TrainedModel model = TrainedModel.read(Files.readAllBytes(file), "model.zip");
    ModelProvenance unknown = Provenances.withConfiguration(model.provenance(), "seed = 1");
    return Files.write(
        folder.resolve("old.zip"), new TrainedModel(model.network(), unknown).toBytes());
  }

  @Test
  void speaksTrainsAndShowsWhatTheNetworkHears() throws IOException {
    Path demo = shared.resolve("demo");
    assertThat(WRITTEN_BY_RUN.toString())
        .contains("events: 40 recordings of 10 made-up words in " + demo.resolve("events"))
        .contains("frames: 40 recordings of 10 words (20 train, 10 validation, 10 test)")
        .contains("accuracy: ")
        .containsPattern("> synthetic_test.h5:[0-9], [a-z]+\n(\\([01].[0-9]{2}\\) [a-z]+\n){3}");
    assertThat(demo.resolve("training/history.csv"))
        .content()
        .contains("watched_accuracy")
        .doesNotContain("NaN");
    assertThat(demo.resolve("report.html"))
        .content()
        .contains("Spikes of each layer", "1: adaptive-leaky(128)", "A recording")
        .doesNotContain("2: leaky(10)", "cannot be read again");
    assertThat(demo.resolve("evaluation/recording.png")).isNotEmptyFile();

    FileUtils.copyDirectory(demo.toFile(), folder.resolve("demo").toFile());
    // A second demo replaces the first.
    DemoCommand.speak(FEW_WORDS, experiment(folder, results, "seed", "3"), results);
    assertThat(folder.resolve("demo")).isDirectoryNotContaining("glob:**/{frames,model.zip}");
  }

  @Test
  void keepsQuietWhereOtherRecordingsAreAskedForAndReplacesNone() throws IOException {
    DemoCommand.speak(
        FEW_WORDS, experiment(folder, results, "data.path", folder.toString()), results);
    assertThat(folder.resolve("demo/events")).doesNotExist();
    assertThat(written.toString()).isEmpty();

    Files.createDirectories(folder.resolve("demo/events"));
    Path mine = Files.writeString(folder.resolve("demo/events/words_train.h5"), "mine");
    Experiment experiment = experiment(folder, results, "seed", "2");
    assertThatThrownBy(() -> DemoCommand.speak(FEW_WORDS, experiment, results))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("words_train.h5");
    assertThat(mine).hasContent("mine");
  }
}
