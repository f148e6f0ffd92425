package org.spiketrain.job.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.internal.chartpart.Chart;

class PicturesTest {
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

  @TempDir Path folder;

  @Test
  void theHeatMapNamesItsAxesAndEveryClass() throws IOException {
    Picture picture =
        ConfusionPicture.of("Confusions, test split", "language", LANGUAGES, shares());

    HeatMapChart chart = (HeatMapChart) picture.panels().get(0);
    assertThat(chart.getXAxisTitle()).isEqualTo("predicted language");
    assertThat(chart.getYAxisTitle()).isEqualTo("true language");
    assertThat(chart.getHeatMapSeries().getXData()).isEqualTo(LANGUAGES);
    save("confusion", picture);
  }

  @Test
  void theCurveNamesItsAxesAndLines() throws IOException {
    Picture picture = HistoryChart.of(history(40), "test");

    assertThat(picture.panels())
        .extracting(Chart::getXAxisTitle, Chart::getYAxisTitle)
        .containsExactly(
            tuple("training examples seen", "average loss"),
            tuple("training examples seen", "accuracy"));
    assertThat(((XYChart) picture.panels().get(1)).getSeriesMap())
        .containsOnlyKeys("training", "test");
    save("curve", picture);
  }

  @Test
  void aSingleRowWithoutEvaluationCanBeDrawn() throws IOException {
    Picture picture =
        HistoryChart.of(
            TrainingHistory.empty().with(new HistoryRow(100, 1, 1, 0.5, 0.1, Double.NaN, 1e-3)),
            "test");

    assertThat(((XYChart) picture.panels().get(1)).getSeriesMap()).containsOnlyKeys("training");
    save("single", picture);
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

  private static double[][] shares() {
    Random random = new Random(1);
    double[][] shares = new double[18][18];
    for (int row = 0; row < 18; row++) {
      for (int column = 0; column < 18; column++) {
        shares[row][column] =
            row == column ? 0.7 : 0.3 * random.nextDouble() * random.nextDouble() / 5;
      }
    }
    return shares;
  }

  static TrainingHistory history(int rows) {
    TrainingHistory history = TrainingHistory.empty();
    for (int i : IntStream.rangeClosed(1, rows).toArray()) {
      double done = i / (double) rows;
      history =
          history.with(
              new HistoryRow(
                  i * 25_000L,
                  i * 10,
                  i * 12.5,
                  0.05 / (1 + 3 * done),
                  0.1 + 0.7 * done,
                  0.1 + 0.5 * done,
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
}
