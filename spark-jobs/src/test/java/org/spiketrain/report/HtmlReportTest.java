package org.spiketrain.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.data.DataKinds;
import org.spiketrain.data.Wording;
import org.spiketrain.model.metrics.ActivityCounts.LayerActivity;
import org.spiketrain.model.metrics.MetricsAccumulator;
import org.spiketrain.model.metrics.TopClasses.RankedLabel;
import org.spiketrain.results.EvaluatedParameters;
import org.spiketrain.results.EvaluationSummary;
import org.spiketrain.results.EvaluationSummary.Conditions;
import org.spiketrain.results.HistoryRow;
import org.spiketrain.results.HistoryRow.SplitScores;
import org.spiketrain.results.ReportContent;
import org.spiketrain.results.ReportContent.DataSummary;
import org.spiketrain.results.Summaries;
import org.spiketrain.results.TrainingHistory;
import org.spiketrain.results.TrainingHistory.EvaluatedSplits;
import org.spiketrain.results.TrainingHistory.KeptParameters;

class HtmlReportTest {
  private static final List<String> CLASSES = List.of("Greek", "Irish");

  @TempDir Path folder;

  private static EvaluationSummary evaluation() {
    MetricsAccumulator counts =
        new MetricsAccumulator(2)
            .add(0, new float[] {0.9f, 0.1f})
            .add(1, new float[] {0.2f, 0.8f})
            .add(1, new float[] {0.7f, 0.3f});
    return Summaries.of(
        CLASSES,
        counts,
        new Conditions(
            "test",
            "uniform",
            0,
            Optional.of(new EvaluatedParameters("best", 120, 300_000, "validation", 0.7, null))),
        List.of(Summaries.compared("majority", "always the most frequent class", CLASSES, counts)),
        List.of(new LayerActivity(2, "leaky(1024)", 1024, 0.03125, 7, 2)),
        List.of(0.25, 0.5, 0.75),
        List.of(
            new EvaluationSummary.Prediction(
                "O'<b>Neal", "Irish", List.of(new RankedLabel("Irish", 0.8f)), true)));
  }

  private static ReportContent content(EvaluationSummary evaluation, TrainingHistory history) {
    return content(evaluation, history, new EvaluatedSplits("test", "validation"));
  }

  private static ReportContent content(
      EvaluationSummary evaluation, TrainingHistory history, EvaluatedSplits splits) {
    return new ReportContent(
        DataKinds.get("names").terms(),
        "Surnames & languages",
        "a test",
        Map.of("data.path", "names"),
        new DataSummary(
            List.of("train", "test"),
            Map.of("Greek", Map.of("train", 1200L, "test", 34L)),
            List.of("From the names folder.")),
        Optional.of(history),
        Optional.empty(),
        KeptParameters.best(history),
        splits,
        List.of(),
        evaluation);
  }

  private static String html(ReportContent content) {
    return HtmlReport.of(content).toHtml();
  }

  @Test
  void showsTheNetworkBesideTheBaselines() throws IOException {
    String html = html(content(evaluation(), PicturesTest.history(20)));

    assertThat(html)
        .contains("<title>Surnames &amp; languages</title>")
        .containsPattern(">this network</td><td>0.667 \\(0.000–1.000\\)</td><td>0.667 \\(")
        .containsPattern(">always the most frequent class</td><td>0.667 \\(.*<td>1.00</td>")
        .contains("ECE the expected calibration error. p is of McNemar's exact test")
        .contains("has the best parameters of its training, of round 120 by the validation split")
        .contains("for these shares of the classes, not for those of the training: uniform.")
        .contains("alt=\"accuracy against confidence of the answers\"")
        .contains(">none: Irish 0.80<")
        .contains(">Greek</td><td>0.500</td><td>1.000</td><td>0.667</td><td>1</td>")
        .contains(">Greek</td><td>1,200</td><td>34</td><td>1,234</td>")
        .contains("O'&lt;b&gt;Neal")
        .contains(">2: leaky(1024)</td><td>1,024</td><td>0.0313</td><td>7</td><td>2</td>")
        .contains("500,000 examples in 200 rounds and 4 min 10 s")
        .containsPattern(
            "The model has the best parameters, of round \\d+ \\(test accuracy [0-9.]+ %\\)");
    Path where = Path.of(System.getProperty("spiketrain.pictures", folder.toString()));
    Files.writeString(where.resolve("report.html"), html);
  }

  @Test
  void theTopThreeAreToldOnlyWhereThereAreMoreClasses() {
    List<String> classes = List.of("Greek", "Irish", "Czech", "Dutch");
    MetricsAccumulator counts =
        new MetricsAccumulator(classes.size())
            .add(0, new float[] {0.4f, 0.3f, 0.2f, 0.1f})
            .add(1, new float[] {0.4f, 0.2f, 0.3f, 0.1f});
    EvaluationSummary two = evaluation();
    EvaluationSummary four =
        Summaries.of(classes, counts, Conditions.plain("test"), two.compared());

    assertThat(html(content(two, TrainingHistory.empty()))).doesNotContain("<th>top 3</th>");
    assertThat(html(content(two, TrainingHistory.empty()))).contains("Accuracy against time steps");
    assertThat(html(content(four, TrainingHistory.empty())))
        .doesNotContain("Accuracy against time steps");
    assertThat(html(content(four, TrainingHistory.empty())))
        .contains("<th>top 3</th>")
        .containsPattern(
            ">this network</td><td>0.500 \\([^<]*</td><td>[^<]*</td><td>[^<]*</td><td>1.000<");
  }

  @Test
  void showsEachEpochOfEachSplit() {
    String html =
        html(
            content(
                evaluation(), PicturesTest.history(20), new EvaluatedSplits("validation", "test")));

    assertThat(html)
        .contains(
            ">training loss</th><th>training accuracy</th><th>validation loss</th><th>validation"
                + " accuracy</th><th>test loss</th><th>test accuracy</th>")
        .contains(
            "<td>5</td><td>0.0133</td><td>74.8 %</td><td>0.0167</td><td>60.0"
                + " %</td><td>0.0200</td><td>55.0 %</td>")
        .doesNotContain("One of every");
    assertThat(html.split("<img", -1)).as("curves, confusion matrices, calibration").hasSize(1 + 5);
  }

  @Test
  void anEpochThatWasEvaluatedLaterSaysWhen() {
    SplitScores some = new SplitScores(0.5, 0.5);
    TrainingHistory history =
        TrainingHistory.empty()
            .with(new HistoryRow(4_000, 0.98, 10, 1, some, some, SplitScores.NONE, 1e-3))
            .with(new HistoryRow(8_000, 1.95, 20, 2, some, some, SplitScores.NONE, 1e-3))
            .with(new HistoryRow(8_205, 2.001, 21, 3, some, some, SplitScores.NONE, 1e-3));

    assertThat(html(content(evaluation(), history)))
        .contains(">1 (at 1.95)</td>", ">2</td>")
        .doesNotContain(">2 (");
  }

  @Test
  void answersThatATrainingToldAreBesideTheScoresOfTheirEpochs() {
    SplitScores some = new SplitScores(0.5, 0.5);
    HistoryRow row = new HistoryRow(6, 1, 1, 1, some, some, SplitScores.NONE, 1e-3, "<hello");

    assertThat(html(content(evaluation(), TrainingHistory.empty().with(row))))
        .contains(">answers</th>", ">&lt;hello</td>");
    assertThat(html(content(evaluation(), PicturesTest.history(20)))).doesNotContain(">answers<");
  }

  @Test
  void ofManyEpochsOnlySomeAreShown() {
    String html = html(content(evaluation(), PicturesTest.history(4 * 81)));

    assertThat(html)
        .contains("One of every 3; all are in training/epochs.csv.")
        .contains("<td>3</td>", "<td>81</td>")
        .doesNotContain("<td>4</td>");
  }

  @Test
  void isSelfContained() {
    String html = html(content(evaluation(), PicturesTest.history(20)));

    assertThat(html).contains("data:image/svg+xml;base64,", "data:image/png;base64,");
    assertThat(html).doesNotContain("src=\"http", "href=", "<script");
  }

  @Test
  void aHistoryWithoutRowsLeavesTheCurveOut() {
    assertThat(html(content(evaluation(), TrainingHistory.empty())))
        .doesNotContain("<h2>Training</h2>");
  }

  @Test
  void figuresHaveSensibleDigits() {
    assertThat(Wording.significant(0.031249)).isEqualTo("0.0312");
    assertThat(Wording.counted(1, "round")).isEqualTo("1 round");
    assertThat(Wording.counted(1200, "round")).isEqualTo("1,200 rounds");
    assertThat(Wording.range(50, 50, "time step")).isEqualTo("50 time steps");
    assertThat(Wording.range(1, 1, "time step")).isEqualTo("1 time step");
    assertThat(Wording.range(3, 1050, "time step")).isEqualTo("3 to 1,050 time steps");
    assertThat(Wording.duration(42.4)).isEqualTo("42 s");
    assertThat(Wording.duration(7390)).isEqualTo("2 h 3 min");
    assertThat(Wording.percent(0.8734)).isEqualTo("87.3 %");
  }
}
