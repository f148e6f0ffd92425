package org.spiketrain.job.cli;

import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spiketrain.job.report.HistoryRow;
import org.spiketrain.job.train.TrainingProgress;

/** Shows how a training gets on: a line for every evaluation, and a bar on a terminal. */
interface TrainingDisplay extends TrainingProgress, AutoCloseable {
  /** A bar if somebody watches, log lines otherwise. */
  static TrainingDisplay open() {
    return Terminal.isWatched()
        ? new TerminalBar(System.err)
        : new Lines(LoggerFactory.getLogger(TrainingDisplay.class));
  }

  @Override
  void close();

  /** The line for an evaluation. */
  static String line(HistoryRow row) {
    return String.format(
        Locale.ROOT,
        "%,11d examples, round %d, %.0f s: average loss %.4f, training accuracy %.4f%s%s, learning rate %.2e",
        row.examples(),
        row.round(),
        row.seconds(),
        row.averageLoss(),
        row.trainingAccuracy(),
        accuracy("evaluation", row.evaluationAccuracy()),
        accuracy("watched", row.watchedAccuracy()),
        row.learningRate());
  }

  private static String accuracy(String of, double accuracy) {
    return Double.isNaN(accuracy)
        ? ""
        : String.format(Locale.ROOT, ", %s accuracy %.4f", of, accuracy);
  }

  /** For logs: evaluations only. */
  record Lines(Logger log) implements TrainingDisplay {
    @Override
    public void round(long examples, long total) {}

    @Override
    public void evaluated(HistoryRow row) {
      log.info("{}", line(row));
    }

    @Override
    public void close() {}
  }
}
