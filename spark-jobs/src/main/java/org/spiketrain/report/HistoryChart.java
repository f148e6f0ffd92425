package org.spiketrain.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.spiketrain.results.HistoryRow;
import org.spiketrain.results.HistoryRow.SplitScores;
import org.spiketrain.results.TrainingHistory;
import org.spiketrain.results.TrainingHistory.EvaluatedSplits;
import org.spiketrain.results.TrainingHistory.EvaluatedSplits.ScoredSplit;

/** The course of a training over the examples seen: losses and accuracies of each split. */
final class HistoryChart {
  private static final int HEIGHT = 330;

  private final TrainingHistory history;
  private final Curve training;
  private final Curve evaluation;
  private final Curve watched;

  /**
   * A chart of a history.
   *
   * @param history at least one row
   * @param splits what its scores are of
   */
  public HistoryChart(TrainingHistory history, EvaluatedSplits splits) {
    this.history = history;
    this.training = new Curve(splits.training(), new Color(0x2166AC));
    this.evaluation = new Curve(splits.evaluation(), new Color(0xE08214));
    this.watched = new Curve(splits.beside(), new Color(0x5AAE61));
  }

  /** A split in its colour, the same everywhere. */
  private record Curve(ScoredSplit split, Color colour) {
    String name() {
      return split.name();
    }
  }

  /** The losses of all splits above, their accuracies below. */
  public Picture overview() {
    return Picture.of(
        List.of(
            loss("Loss", List.of(training, evaluation, watched)),
            accuracy("Accuracy", List.of(training, evaluation, watched))));
  }

  /**
   * The three plots of snnTorch's tutorial on Spiking Speech Commands: the training's loss beside
   * that of the one split, beside that of the other, and the accuracies of all three.
   *
   * @return pictures by the names of their files without ending; none unless two splits were
   *     evaluated, because the {@link #overview} is all three of them then
   */
  public Map<String, Picture> comparisons() {
    Map<String, Picture> pictures = new LinkedHashMap<>();
    boolean both =
        Stream.of(evaluation, watched).allMatch(curve -> curve.split().isMeasured(history.rows()));
    if (both) {
      for (Curve other : List.of(evaluation, watched)) {
        String title = "Training and %s loss".formatted(other.name());
        pictures.put(
            "loss-" + other.name(), Picture.of(List.of(loss(title, List.of(training, other)))));
      }
      String title = "Training, %s and %s accuracy".formatted(evaluation.name(), watched.name());
      pictures.put(
          "accuracy", Picture.of(List.of(accuracy(title, List.of(training, evaluation, watched)))));
    }
    return pictures;
  }

  private XYChart loss(String title, List<Curve> curves) {
    XYChart chart = panel(title, "mean loss");
    curves.forEach(curve -> line(chart, curve, SplitScores::loss));
    return chart;
  }

  private XYChart accuracy(String title, List<Curve> curves) {
    XYChart chart = panel(title, "accuracy");
    chart.getStyler().setYAxisMin(0.0).setYAxisMax(1.0);
    curves.forEach(curve -> line(chart, curve, SplitScores::accuracy));
    return chart;
  }

  private static XYChart panel(String title, String yAxis) {
    XYChart chart = ChartStyle.curves(title, "training examples seen", yAxis, HEIGHT);
    chart.getStyler().setXAxisDecimalPattern("#,##0").setXAxisMin(0.0);
    chart.getStyler().setXAxisTickMarkSpacingHint(110);
    return chart;
  }

  /** Draws what was measured: files of earlier versions have no losses but the training's. */
  private void line(XYChart chart, Curve curve, ToDoubleFunction<SplitScores> score) {
    ToDoubleFunction<HistoryRow> value =
        row -> score.applyAsDouble(curve.split().scores().apply(row));
    List<HistoryRow> rows =
        history.rows().stream().filter(row -> !Double.isNaN(value.applyAsDouble(row))).toList();
    if (rows.isEmpty()) {
      return;
    }
    double[] examples = rows.stream().mapToDouble(HistoryRow::examples).toArray();
    double[] values = rows.stream().mapToDouble(value).toArray();
    XYSeries series = chart.addSeries(curve.name(), examples, values);
    series.setMarkerColor(curve.colour()).setLineColor(curve.colour());
    series.setLineStyle(new BasicStroke(2f));
    // A single point has no line: only its marker shows it.
    series.setMarker(values.length == 1 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
  }
}
