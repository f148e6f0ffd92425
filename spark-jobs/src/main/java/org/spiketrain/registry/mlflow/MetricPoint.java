package org.spiketrain.registry.mlflow;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.spiketrain.results.HistoryRow;
import org.spiketrain.results.HistoryRow.SplitScores;
import org.spiketrain.results.TrainingHistory;

/**
 * A figure at a step of a training.
 *
 * @param key name of the figure
 * @param step such as the examples that were trained on
 * @param time when it was measured
 */
public record MetricPoint(String key, long step, double value, Instant time) {
  /**
   * The course of a training: losses and accuracies of the splits that were measured, and the
   * learning rate, by the examples that were trained on.
   *
   * @param begin when the training began
   */
  public static List<MetricPoint> of(TrainingHistory history, Instant begin) {
    List<MetricPoint> points = new ArrayList<>();
    for (HistoryRow row : history.rows()) {
      Instant time = begin.plusMillis(Math.round(1000 * row.seconds()));
      add(points, row, time, "training", row.training());
      add(points, row, time, "evaluation", row.evaluation());
      add(points, row, time, "watched", row.watched());
      add(points, row, time, "learning-rate", row.learningRate());
    }
    return points;
  }

  private static void add(
      List<MetricPoint> points, HistoryRow row, Instant time, String split, SplitScores scores) {
    add(points, row, time, split + ".loss", scores.loss());
    add(points, row, time, split + ".accuracy", scores.accuracy());
  }

  /** What was not measured is left out. */
  private static void add(
      List<MetricPoint> points, HistoryRow row, Instant time, String key, double value) {
    if (!Double.isNaN(value)) {
      points.add(new MetricPoint(key, row.examples(), value, time));
    }
  }
}
