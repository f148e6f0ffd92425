package org.spiketrain.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.spiketrain.data.audio.SyntheticSpeech;
import org.spiketrain.data.events.EventTransform;
import org.spiketrain.data.events.EventTransform.CountMode;
import org.spiketrain.data.events.EventTransform.Downsample;
import org.spiketrain.data.events.Framing.FixedBins;
import org.spiketrain.data.events.Framing.TimeWindows;
import org.spiketrain.data.events.StoredRecording;
import org.spiketrain.data.io.RawRecording;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.model.metrics.MetricsAccumulator;
import org.spiketrain.results.EvaluationSummary;
import org.spiketrain.results.EvaluationSummary.Conditions;
import org.spiketrain.results.HistoryRow;
import org.spiketrain.results.HistoryRow.SplitScores;
import org.spiketrain.results.Summaries;
import org.spiketrain.results.TrainingHistory;
import org.spiketrain.results.TrainingHistory.EvaluatedSplits;

public class PicturesTest {
  private static final List<String> LANGUAGES =
      List.of(
          "Arabic",
          "Chinese",
          "Czech",
          "Dutch",
          "English",
          "French",
          "German",
          "Greek",
          "Irish",
          "Italian",
          "Japanese",
          "Korean",
          "Polish",
          "Portuguese",
          "Russian",
          "Scottish",
          "Spanish",
          "Vietnamese");

  private static final List<String> WORDS =
      List.of(
          ("backward bed bird cat dog down eight five follow forward four go happy house learn left"
                  + " marvin nine no off on one right seven sheila six stop three tree two up visual"
                  + " wow yes zero")
              .split(" "));

  @TempDir Path folder;

  @Test
  void namesBesideTheHeatMapAreShortAndDifferent() {
    String same = " and on".repeat(9);
    assertThat(
            ConfusionPicture.shown(
                List.of("yes", " ", "first one" + same, "first one," + same + same, "a\nb", "a b")))
        .containsExactly(
            "yes", "(empty)", "first one …on and on", "first one,…on and on", "a b", "a b #6");
  }

  @Test
  void theHeatMapNamesItsAxesAndEveryClass() throws IOException {
    Picture picture =
        ConfusionPicture.of("Confusions, test split", "language", LANGUAGES, shares());

    HeatMapChart chart = (HeatMapChart) picture.panels().get(0);
    assertThat(chart.getTitle()).endsWith("(each row sums to 1)");
    assertThat(ConfusionPicture.note("language", LANGUAGES.size()))
        .startsWith("Each row is a true language and sums to 1;");
    assertThat(chart.getXAxisTitle()).isEqualTo("predicted language");
    assertThat(chart.getYAxisTitle()).isEqualTo("true language");
    assertThat(chart.getHeatMapSeries().getXData()).isEqualTo(LANGUAGES);
    save("confusion", picture);
  }

  @Test
  void theCurveNamesItsAxesAndLines() throws IOException {
    Picture picture = chart(history(40)).overview();

    assertThat(picture.panels())
        .extracting(Chart::getXAxisTitle, Chart::getYAxisTitle)
        .containsExactly(
            tuple("training examples seen", "mean loss"),
            tuple("training examples seen", "accuracy"));
    for (int panel : List.of(0, 1)) {
      assertThat(lines(picture, panel)).containsOnlyKeys("training", "validation", "test");
    }
    assertThat(lines(picture, 0).get("test").getYData()[39]).isCloseTo(0.02, within(1e-12));
    save("curve", picture);
  }

  private static HistoryChart chart(TrainingHistory history) {
    return new HistoryChart(history, new EvaluatedSplits("validation", "test"));
  }

  private static Map<String, XYSeries> lines(Picture picture, int panel) {
    return ((XYChart) picture.panels().get(panel)).getSeriesMap();
  }

  @Test
  void theTutorialsComparisonsAreOfTwoLossesEachAndOfAllAccuracies() throws IOException {
    Map<String, Picture> comparisons = chart(history(40)).comparisons();

    assertThat(comparisons).containsOnlyKeys("loss-validation", "loss-test", "accuracy");
    assertThat(lines(comparisons.get("loss-validation"), 0))
        .containsOnlyKeys("training", "validation");
    assertThat(lines(comparisons.get("loss-test"), 0)).containsOnlyKeys("training", "test");
    assertThat(lines(comparisons.get("accuracy"), 0))
        .containsOnlyKeys("training", "validation", "test");
    for (Map.Entry<String, Picture> comparison : comparisons.entrySet()) {
      save(comparison.getKey(), comparison.getValue());
    }
  }

  @Test
  void whatAnEarlierVersionDidNotMeasureIsLeftOut() throws IOException {
    TrainingHistory mixed =
        TrainingHistory.parse(
            """
            examples,round,seconds,average_loss,training_accuracy,evaluation_accuracy,learning_rate
            5000,10,1.5,0.055,0.25,0.2,1.0E-4
            15000,30,4.5,0.045,0.35,0.3,1.0E-4
            """,
            "history.csv");
    for (HistoryRow row : history(3).rows()) {
      mixed = mixed.with(row);
    }
    Picture picture = chart(mixed).overview();

    assertThat(lines(picture, 0).get("training").getXData()).hasSize(5);
    assertThat(lines(picture, 0).get("validation").getXData()).hasSize(3);
    assertThat(lines(picture, 1).get("validation").getXData()).hasSize(5);
    save("mixed", picture);
  }

  @Test
  void aSingleRowWithoutEvaluationCanBeDrawn() throws IOException {
    HistoryRow row =
        new HistoryRow(
            100, 0.1, 1, 1, new SplitScores(0.5, 0.1), SplitScores.NONE, SplitScores.NONE, 1e-3);
    HistoryChart chart =
        new HistoryChart(TrainingHistory.empty().with(row), new EvaluatedSplits("test", "none"));

    assertThat(lines(chart.overview(), 0)).containsOnlyKeys("training");
    assertThat(lines(chart.overview(), 1)).containsOnlyKeys("training");
    assertThat(chart.comparisons()).isEmpty();
    save("single", chart.overview());
  }

  @Test
  void fewPointsAreMarked() throws IOException {
    HistoryChart chart = chart(history(2));

    assertThat(lines(chart.overview(), 1).get("training").getMarker())
        .isEqualTo(SeriesMarkers.CIRCLE);
    assertThat(lines(chart(history(40)).overview(), 1).get("training").getMarker())
        .isEqualTo(SeriesMarkers.NONE);
    save("two", chart.overview());
  }

  @Test
  void aReliabilityDiagramTellsTheWeightOfItsPoints() throws IOException {
    List<String> classes = List.of("yes", "no");
    MetricsAccumulator counts = new MetricsAccumulator(2);
    for (int k = 0; k < 1200; k++) {
      counts.add(k % 3 == 0 ? 1 : 0, new float[] {0.72f, 0.28f});
    }
    for (int k = 0; k < 60; k++) {
      counts.add(k % 8 == 0 ? 1 : 0, new float[] {0.91f, 0.09f});
    }
    counts.add(0, new float[] {0.45f, 0.55f}).add(0, new float[] {0.42f, 0.58f});
    Picture picture =
        ReliabilityPicture.of(Summaries.of(classes, counts, Conditions.plain("test"), List.of()));

    assertThat(lines(picture, 0).get("this network").getXData()).hasSize(2);
    assertThat(lines(picture, 0).get("fewer than 10 answers").getXData()).hasSize(1);
    assertThat(lines(picture, 1).get("answers").getYData()).contains(1200, 60, 2);
    save("reliability", picture);
  }

  @Test
  void theDiagonalRunsFromTheTopLeft() {
    double[][] shares = {{0.9, 0.1}, {0.3, 0.7}};
    HeatMapChart chart =
        (HeatMapChart)
            ConfusionPicture.of("", "language", List.of("a", "b"), shares).panels().get(0);

    assertThat(chart.getHeatMapSeries().getYData()).isEqualTo(List.of("b", "a"));
    // Column, row from the bottom, share: class a is the upper row.
    assertThat(chart.getHeatMapSeries().getHeatData())
        .anySatisfy(cell -> assertThat(cell).containsExactly(0, 1, 0.9))
        .anySatisfy(cell -> assertThat(cell).containsExactly(1, 1, 0.1));
  }

  @Test
  void manyClassesAreDrawnInWholePercents() throws IOException {
    Picture picture = ConfusionPicture.of("Confusions", "word", WORDS, shares(35));

    HeatMapChart chart = (HeatMapChart) picture.panels().get(0);
    assertThat(chart.getTitle()).isEqualTo("Confusions (percent of each row)");
    assertThat(ConfusionPicture.note("word", WORDS.size()))
        .startsWith("Each row is a true word and is given in whole percents of its examples;");
    assertThat(chart.getWidth()).isLessThan(1200);
    assertThat(chart.getHeatMapSeries().getHeatData())
        .anySatisfy(cell -> assertThat(cell).containsExactly(0, 34, 70.0));
    save("confusion35", picture);
  }

  @Test
  void aRecordingIsDrawnAsRecordedAndAsTheNetworkSeesIt() throws IOException {
    EventTransform.Settings transform =
        new EventTransform.Settings(
            700, new Downsample(1, 1), 10, new FixedBins(50, 1_000_000), CountMode.KEEP);
    RawRecording events = recording();
    SpikeFrames frames = new EventTransform(transform).frames(events.times(), events.units());

    Picture both =
        RasterPicture.of(
            new EvaluationSummary.Recording("a_test.h5:3", "mami", Optional.of(events), frames));
    assertThat(both.panels())
        .extracting(Chart::getXAxisTitle, Chart::getYAxisTitle)
        .containsExactly(
            tuple("time in seconds", "channel"),
            tuple("time step; darker: more events", "channel"));
    assertThat(both.panels().get(1).getTitle()).endsWith("50 time steps of 70 channels");
    save("recording", both);

    SpikeFrames tutorial =
        new EventTransform(
                new EventTransform.Settings(
                    700, new Downsample(1, 0.5), 1, TimeWindows.of(12_000), CountMode.CLIP))
            .frames(events.times(), events.units());
    save(
        "frames",
        RasterPicture.of(
            new EvaluationSummary.Recording("a_test.h5:3", "mami", Optional.empty(), tutorial)));
  }

  @Test
  void aRecordingWithoutEventsCanBeDrawn() throws IOException {
    SpikeFrames nothing = SpikeFrames.binary(3, new int[] {0, 0, 0}, new int[0]);
    Picture picture =
        RasterPicture.of(
            new EvaluationSummary.Recording("a_test.h5:3", "mami", Optional.empty(), nothing));

    assertThat(picture.panels()).hasSize(1);
    save("silence", picture);
  }

  private RawRecording recording() {
    var place = new org.apache.hadoop.fs.Path(folder.toUri());
    new SyntheticSpeech(1, 1, 1, 1).write(new Configuration(), place);
    return StoredRecording.find(new Configuration(), place, "synthetic_test.h5:3", place)
        .orElseThrow();
  }

  private static double[][] shares() {
    return shares(18);
  }

  private static double[][] shares(int classes) {
    Random random = new Random(1);
    double[][] shares = new double[classes][classes];
    for (int row = 0; row < classes; row++) {
      for (int column = 0; column < classes; column++) {
        shares[row][column] =
            row == column ? 0.7 : 0.3 * random.nextDouble() * random.nextDouble() / 5;
      }
    }
    return shares;
  }

  public static TrainingHistory history(int rows) {
    TrainingHistory history = TrainingHistory.empty();
    for (int i : IntStream.rangeClosed(1, rows).toArray()) {
      double done = i / (double) rows;
      history =
          history.with(
              new HistoryRow(
                  i * 25_000L,
                  i / 4.0,
                  i * 10,
                  i * 12.5,
                  new SplitScores(0.05 / (1 + 3 * done), 0.1 + 0.7 * done),
                  new SplitScores(0.05 / (1 + 2 * done), 0.1 + 0.5 * done),
                  new SplitScores(0.05 / (1 + 1.5 * done), 0.1 + 0.45 * done),
                  1e-4));
    }
    return history;
  }

  private void save(String name, Picture picture) throws IOException {
    Path where = Path.of(System.getProperty("spiketrain.pictures", folder.toString()));
    Files.write(where.resolve(name + ".svg"), picture.svg());
    Files.write(where.resolve(name + ".png"), picture.png());
    assertThat(ImageIO.read(new ByteArrayInputStream(picture.png())).getWidth()).isGreaterThan(800);
  }

  @Test
  void aClassWithoutALetterInItsNameIsDrawn() throws IOException {
    Picture picture =
        ConfusionPicture.of(
            "Confusions",
            "label",
            List.of("", " ", "pos"),
            new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}});

    save("confusion-empty", picture);
  }
}
