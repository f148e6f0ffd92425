package org.spiketrain.train;

import org.spiketrain.metrics.RunMetrics;
import org.spiketrain.results.HistoryRow;
import org.spiketrain.results.HistoryRow.SplitScores;

/** Shows a training's numbers as Spark's metrics, and passes on what is reported to it. */
final class TrainingMetrics implements TrainingProgress, AutoCloseable {
  private final RunMetrics metrics;
  private final TrainingProgress next;
  private long examples;
  private double seconds;
  private int round;
  private long broadcastBytes;

  /**
   * Opens the metrics of a run.
   *
   * @param next is told all of it too
   */
  TrainingMetrics(String run, TrainingProgress next) {
    this.metrics = RunMetrics.open(run, "training");
    this.next = next;
  }

  /** What the training goes on from. */
  void begin(TrainingState.Counters before) {
    round = before.round();
    examples = before.examples();
    seconds = before.seconds();
    metrics.set("round", round);
    metrics.set("examples", (double) examples);
  }

  @Override
  public void round(RoundReport report) {
    metrics.set("round", report.round());
    metrics.set("examples", (double) report.examples());
    metrics.set("examples_asked", (double) report.total());
    metrics.set("seconds", report.seconds());
    metrics.set(
        "examples_per_second", (report.examples() - examples) / (report.seconds() - seconds));
    metrics.set("averaging_seconds", report.averagingSeconds());
    show("training", report.training());
    metrics.add("rounds", report.round() - round);
    metrics.add("examples_trained", report.examples() - examples);
    metrics.add("broadcast_bytes", report.broadcastBytes() - broadcastBytes);
    round = report.round();
    examples = report.examples();
    seconds = report.seconds();
    broadcastBytes = report.broadcastBytes();
    next.round(report);
  }

  @Override
  public void evaluated(HistoryRow row) {
    show("training", row.training());
    show("evaluation", row.evaluation());
    show("watched", row.watched());
    metrics.set("learning_rate", row.learningRate());
    metrics.set("epoch", row.epoch());
    metrics.add("evaluations", 1);
    next.evaluated(row);
  }

  /** By the names of the columns of history.csv. */
  private void show(String split, SplitScores scores) {
    metrics.set(split + "_loss", scores.loss());
    metrics.set(split + "_accuracy", scores.accuracy());
  }

  @Override
  public long pausesAt() {
    return next.pausesAt();
  }

  @Override
  public void ended() {
    next.ended();
  }

  @Override
  public void close() {
    metrics.close();
  }
}
