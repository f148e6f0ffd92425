package org.spiketrain.report;

import java.awt.Color;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.knowm.xchart.XYChart;
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

  /** A chart of a history of at least one row. */
  HistoryChart(TrainingHistory history, EvaluatedSplits splits) {
    this.history = history;
    this.training = new Curve(splits.training(), ChartStyle.BLUE);
    this.evaluation = new Curve(splits.evaluation(), ChartStyle.ORANGE);
    this.watched = new Curve(splits.beside(), ChartStyle.GREEN);
  }

  /** A split in its colour, the same everywhere. */
  private record Curve(ScoredSplit split, Color colour) {
    String name() {
      return split.name();
    }
  }

  /** The losses of all splits above, their accuracies below. */
  Picture overview() {
    return new Picture(
        loss("Loss", training, evaluation, watched),
        accuracy("Accuracy", training, evaluation, watched));
  }

  /**
   * The three plots of snnTorch's tutorial on Spiking Speech Commands: the training's loss beside
   * that of each other split, and all accuracies, by file name without ending; none unless two
   * splits were evaluated, because the {@link #overview} is all three otherwise.
   */
  Map<String, Picture> comparisons() {
    Map<String, Picture> pictures = new LinkedHashMap<>();
    if (Stream.of(evaluation, watched).allMatch(one -> one.split().isMeasured(history.rows()))) {
      for (Curve other : List.of(evaluation, watched)) {
        String title = "Training and %s loss".formatted(other.name());
        pictures.put("loss-" + other.name(), new Picture(loss(title, training, other)));
      }
      String title = "Training, %s and %s accuracy".formatted(evaluation.name(), watched.name());
      pictures.put("accuracy", new Picture(accuracy(title, training, evaluation, watched)));
    }
    return pictures;
  }

  private XYChart loss(String title, Curve... curves) {
    return panel(title, "mean loss", SplitScores::loss, curves);
  }

  private XYChart accuracy(String title, Curve... curves) {
    XYChart chart = panel(title, "accuracy", SplitScores::accuracy, curves);
    chart.getStyler().setYAxisMin(0.0).setYAxisMax(1.0);
    return chart;
  }

  /** Draws what was measured: files of earlier versions have no losses but the training's. */
  private XYChart panel(
      String title, String yAxis, ToDoubleFunction<SplitScores> score, Curve... curves) {
    XYChart chart = ChartStyle.curves(title, "training examples seen", yAxis, HEIGHT);
    chart.getStyler().setXAxisDecimalPattern("#,##0").setXAxisMin(0.0);
    chart.getStyler().setXAxisTickMarkSpacingHint(110);
    for (Curve curve : curves) {
      ToDoubleFunction<HistoryRow> value =
          row -> score.applyAsDouble(curve.split().scores().apply(row));
      List<HistoryRow> rows =
          history.rows().stream().filter(row -> !Double.isNaN(value.applyAsDouble(row))).toList();
      if (!rows.isEmpty()) {
        double[] examples = rows.stream().mapToDouble(HistoryRow::examples).toArray();
        double[] values = rows.stream().mapToDouble(value).toArray();
        ChartStyle.line(chart.addSeries(curve.name(), examples, values), curve.colour());
      }
    }
    return chart;
  }
}
