package org.spiketrain.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.LocalSpark;
import org.spiketrain.data.DataKinds;
import org.spiketrain.data.FrameParquet;
import org.spiketrain.data.Split;
import org.spiketrain.data.SplitSettings;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.data.names.NamesEncoder;
import org.spiketrain.data.names.NamesPreprocessor;
import org.spiketrain.data.names.NamesSettings;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.encode.LetterEncoder;
import org.spiketrain.model.metrics.McNemar;
import org.spiketrain.model.zoo.AnswerRule;
import org.spiketrain.model.zoo.ClassPriors;
import org.spiketrain.model.zoo.FrameClassifier;
import org.spiketrain.report.Reports;
import org.spiketrain.results.ComparedClassifier;
import org.spiketrain.results.EvaluationSummary;
import org.spiketrain.results.OutputLayout;
import org.spiketrain.results.RunFiles;
import org.spiketrain.score.ScoringModel;

class EvaluationJobIT {
  private static final SparkSession SPARK = LocalSpark.session();

  /** Class 0 is sure, class 2 comes second, class 1 third. */
  private static final FrameClassifier ALWAYS_FIRST =
      batch -> batch.stream().map(f -> new float[] {0.7f, 0.1f, 0.2f}).toArray(float[][]::new);

  @TempDir static Path shared;
  @TempDir Path output;

  private static String frames;

  /** Three languages of 10, 20 and 5 names; two, four and one of them test. */
  @BeforeAll
  static void preprocess() throws IOException {
    Path names = Files.createDirectory(shared.resolve("names"));
    Files.write(names.resolve("Aa.txt"), numbered("An", 10));
    Files.write(names.resolve("Bb.txt"), numbered("Bo", 20));
    Files.write(names.resolve("Cc.txt"), numbered("Ci", 5));
    frames = shared.resolve("frames").toString();
    NamesPreprocessor.run(
        SPARK,
        new NamesSettings(
            names.toString(), LetterEncoder.Settings.tutorial(), SplitSettings.tutorial(), 1),
        frames,
        OutputMode.REFUSE_EXISTING,
        List.of());
  }

  private static List<String> numbered(String stem, int count) {
    return Stream.iterate(0, i -> i + 1)
        .limit(count)
        .map(i -> stem + Character.toString('a' + i))
        .toList();
  }

  private RunFiles target() {
    return new RunFiles(new Configuration(), OutputLayout.of(output.toString()), new Reports());
  }

  private EvaluationSummary evaluate(EvaluationSettings settings) {
    return job().run(ALWAYS_FIRST, List.of(), Optional.empty(), target(), settings);
  }

  private static EvaluationJob job() {
    return new EvaluationJob(
        SPARK,
        frames,
        FrameParquet.readManifest(new Configuration(), new org.apache.hadoop.fs.Path(frames)),
        new SharedBaselines());
  }

  @Test
  void metricsBaselinesAndConfusionsAreWritten() throws IOException {
    EvaluationSummary summary =
        evaluate(
            new EvaluationSettings(
                Split.TEST, List.of("auto"), 3000, 1, OutputMode.REFUSE_EXISTING));

    JsonNode json = new ObjectMapper().readTree(output.resolve("evaluation/metrics.json").toFile());
    assertThat(json.get("examples").asLong()).isEqualTo(7);
    assertThat(json.get("accuracy").asDouble()).isCloseTo(2 / 7.0, within(1e-12));
    assertThat(json.get("top3Accuracy").asDouble()).isEqualTo(1);
    // F1 of class 0: precision 2/7, recall 1; the two others 0.
    assertThat(json.get("macroF1").asDouble()).isCloseTo(4 / 9.0 / 3, within(1e-12));
    assertThat(json.get("perClass")).hasSize(3);
    assertThat(json.get("perClass").get(1).get("class").asText()).isEqualTo("Bb");
    assertThat(json.get("perClass").get(1).get("support").asLong()).isEqualTo(4);
    assertThat(json.get("balancedAccuracy").asDouble()).isCloseTo(1 / 3.0, within(1e-12));
    // It says 0.7 of answers of which 2 of 7 are right.
    assertThat(json.get("expectedCalibrationError").asDouble())
        .isCloseTo(0.7 - 2 / 7.0, within(1e-6));
    assertThat(json.get("calibration")).hasSize(15);
    assertThat(json.get("intervals").get("accuracy").get(0).asDouble()).isBetween(0.0, 2 / 7.0);
    assertThat(json.get("answering").get("priors").asText()).isEqualTo("trained");
    JsonNode majority = json.get("baselines").get("majority");
    assertThat(majority.get("accuracy").asDouble()).isCloseTo(4 / 7.0, within(1e-12));
    assertThat(majority.get("mcNemar").get("onlyNetworkRight").asLong()).isEqualTo(2);
    assertThat(majority.get("mcNemar").get("onlyThisRight").asLong()).isEqualTo(4);
    assertThat(majority.get("mcNemar").get("p").asDouble()).isCloseTo(0.6875, within(1e-12));
    assertThat(majority.get("networkAhead").get("accuracy").asDouble())
        .isCloseTo(-2 / 7.0, within(1e-12));
    assertThat(output.resolve("evaluation/confusion-counts.csv"))
        .content()
        .isEqualTo(
            """
            rows = true class; columns = predicted class,Aa,Bb,Cc
            Aa,2,0,0
            Bb,4,0,0
            Cc,1,0,0
            """);
    assertThat(output.resolve("evaluation/confusion-row-normalised.csv"))
        .content()
        .contains("Bb,1.000000,0.000000,0.000000");
    assertThat(files("evaluation"))
        .contains(
            "confusion.svg",
            "confusion.png",
            "calibration.svg",
            "calibration.csv",
            "confusion-sampled.csv",
            "confusion-sampled.svg");
    assertThat(summary.sampled().orElseThrow().total()).isEqualTo(3000);
    assertThat((double) summary.sampled().orElseThrow().rowTotal(2)).isCloseTo(1000, within(150.0));
    assertThat(summary.predictions()).hasSize(7);
    assertThat(summary.predictions().get(0).top().get(1).label()).isEqualTo("Cc");
  }

  /** The network says 0.7 of all, and the opponent reads the names itself. */
  @Test
  void improbableAnswersAreNoneAndOthersReadTheTexts() throws IOException {
    ScoringModel readsTexts =
        new ScoringModel(
            batch -> batch.stream().map(f -> new float[] {0.9f, 0.1f}).toArray(float[][]::new),
            List.of("Bb", "Aa"),
            DataKinds.get("names").terms(),
            new NamesEncoder(new LetterEncoder(LetterEncoder.Settings.tutorial())));
    AnswerRule hesitant = new AnswerRule(ClassPriors.parse("Bb=1"), 0.75);

    EvaluationSummary summary =
        job()
            .run(
                ALWAYS_FIRST,
                List.of(
                    Opponent.ofTexts("texts", "another", readsTexts, List.of("Aa", "Bb", "Cc"))),
                Optional.empty(),
                target(),
                new EvaluationSettings(
                    Split.TEST, List.of("majority"), 0, hesitant, 1, OutputMode.REFUSE_EXISTING));

    assertThat(summary.metrics().coverage()).isZero();
    assertThat(summary.metrics().accuracy()).isZero();
    ComparedClassifier texts = summary.compared().get(0);
    assertThat(texts.metrics().coverage()).isEqualTo(1);
    assertThat(texts.metrics().accuracy()).isCloseTo(4 / 7.0, within(1e-12));
    assertThat(texts.mcNemar()).isEqualTo(new McNemar(0, 4));
    assertThat(texts.ahead().accuracy()).isCloseTo(-4 / 7.0, within(1e-12));
    // All that is likely is left, by the priors.
    assertThat(summary.compared().get(1).metrics().calibration().bins().get(14).examples())
        .isEqualTo(7);
    assertThat(output.resolve("evaluation/confusion-counts.csv"))
        .content()
        .contains("predicted class,Aa,Bb,Cc,(none)", "Bb,0,0,0,4");
    assertThat(summary.predictions()).allMatch(EvaluationSummary.Prediction::none);
    JsonNode json = new ObjectMapper().readTree(output.resolve("evaluation/metrics.json").toFile());
    assertThat(json.get("coverage").asDouble()).isZero();
    assertThat(json.get("answering").get("noneBelow").asDouble()).isEqualTo(0.75);
  }

  @Test
  void anExistingEvaluationStays() throws IOException {
    Path old = Files.createDirectory(output.resolve("evaluation")).resolve("metrics.json");
    Files.writeString(old, "old");

    assertThatThrownBy(
            () ->
                evaluate(
                    new EvaluationSettings(
                        Split.TEST, List.of(), 0, 1, OutputMode.REFUSE_EXISTING)))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("evaluation");
    assertThat(old).hasContent("old");

    Path report = Files.writeString(output.resolve("report.html"), "of the old one");
    evaluate(new EvaluationSettings(Split.TEST, List.of(), 0, 1, OutputMode.OVERWRITE));
    assertThat(report).doesNotExist();
    assertThat(old).content().contains("\"examples\" : 7").contains("\"baselines\" : { }");
    assertThat(files("evaluation")).doesNotContain("confusion-sampled.csv");
  }

  @Test
  void anEmptySplitIsRefusedAndLeavesNothing() {
    assertThatThrownBy(
            () ->
                job()
                    .run(
                        ALWAYS_FIRST,
                        List.of(),
                        Optional.empty(),
                        target(),
                        new EvaluationSettings(
                            Split.VALIDATION, List.of(), 0, 1, OutputMode.REFUSE_EXISTING)))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("validation split");
    assertThat(output).isEmptyDirectory();
  }

  private List<String> files(String folder) throws IOException {
    return Arrays.asList(output.resolve(folder).toFile().list());
  }
}
