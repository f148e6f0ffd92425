package org.spiketrain.job.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The course of a training: the loss above, the accuracies below, over the examples seen. */
public final class HistoryChart {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 330;
  private static final Color LOSS = new Color(0xB2182B);
  private static final Color TRAINING = new Color(0x2166AC);
  private static final Color EVALUATION = new Color(0xE08214);
  private static final Color WATCHED = new Color(0x5AAE61);

  private HistoryChart() {}

  /**
   * Draws a history.
   *
   * @param history at least one row
   * @param splits what its accuracies are of
   */
  public static Picture of(TrainingHistory history, EvaluatedSplits splits) {
    XYChart loss = panel("Training loss", "average loss");
    line(loss, history, "average loss", LOSS, HistoryRow::averageLoss);
    loss.getStyler().setLegendPosition(LegendPosition.InsideNE);

    XYChart accuracy = panel("Accuracy", "accuracy");
    accuracy.getStyler().setYAxisMin(0.0).setYAxisMax(1.0);
    accuracy.getStyler().setLegendPosition(LegendPosition.InsideSE);
    line(accuracy, history, "training", TRAINING, HistoryRow::trainingAccuracy);
    if (has(history, HistoryRow::evaluationAccuracy)) {
      line(accuracy, history, splits.deciding(), EVALUATION, HistoryRow::evaluationAccuracy);
    }
    if (has(history, HistoryRow::watchedAccuracy)) {
      line(accuracy, history, splits.watched(), WATCHED, HistoryRow::watchedAccuracy);
    }
    return Picture.of(List.of(loss, accuracy));
  }

  private static boolean has(TrainingHistory history, ToDoubleFunction<HistoryRow> value) {
    return history.rows().stream().mapToDouble(value).anyMatch(one -> !Double.isNaN(one));
  }

  private static XYChart panel(String title, String yAxis) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle("training examples seen")
            .yAxisTitle(yAxis)
            .build();
    ChartStyle.apply(chart.getStyler());
    chart.getStyler().setXAxisDecimalPattern("#,##0").setXAxisMin(0.0);
    chart.getStyler().setXAxisTickMarkSpacingHint(110).setYAxisDecimalPattern("0.####");
    chart.getStyler().setPlotGridLinesColor(new Color(0xDDDDDD)).setYAxisLeftWidthHint(70);
    return chart;
  }

  private static void line(
      XYChart chart,
      TrainingHistory history,
      String name,
      Color colour,
      ToDoubleFunction<HistoryRow> value) {
    double[] examples = history.rows().stream().mapToDouble(HistoryRow::examples).toArray();
    double[] values = history.rows().stream().mapToDouble(value).toArray();
    XYSeries series = chart.addSeries(name, examples, values);
    series.setMarkerColor(colour).setLineColor(colour).setLineStyle(new BasicStroke(2f));
    // A single row has no line: only its marker shows it.
    series.setMarker(values.length == 1 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
  }
}
