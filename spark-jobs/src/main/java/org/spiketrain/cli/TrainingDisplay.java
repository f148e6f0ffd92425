package org.spiketrain.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spiketrain.results.HistoryRow;
import org.spiketrain.results.HistoryRow.SplitScores;
import org.spiketrain.train.TrainingProgress;

/**
 * Shows how a training gets on: a line for every evaluation, and a bar below them on a terminal
 * that somebody watches; for logs, the lines only.
 */
final class TrainingDisplay implements TrainingProgress {
  private static final Logger LOG = LoggerFactory.getLogger(TrainingDisplay.class);

  /** Back to the beginning of the line, which is then empty. */
  private static final String CLEAR_LINE = "\r\u001b[2K";

  private final Optional<PrintStream> terminal = TerminalBar.watched();
  private final TerminalBar bar = new TerminalBar(terminal);

  @Override
  public void round(long examples, long total) {
    bar.show("training", " examples", 1, examples, total);
  }

  @Override
  public void evaluated(HistoryRow row) {
    terminal.ifPresentOrElse(
        watched -> watched.println(CLEAR_LINE + line(row)), () -> LOG.info("{}", line(row)));
  }

  @Override
  public void ended() {
    bar.close();
  }

  /** The line for an evaluation. */
  static String line(HistoryRow row) {
    return String.format(
        Locale.ROOT,
        "%,11d examples, epoch %.2f, round %d, %.0f s: %s, learning rate %.2e",
        row.examples(),
        row.epoch(),
        row.round(),
        row.seconds(),
        Stream.of(
                scores("training", row.training()),
                scores("evaluation", row.evaluation()),
                scores("watched", row.watched()))
            .filter(scores -> !scores.isEmpty())
            .collect(Collectors.joining("; ")),
        row.learningRate());
  }

  private static String scores(String of, SplitScores scores) {
    return scores.equals(SplitScores.NONE)
        ? ""
        : String.format(
            Locale.ROOT, "%s loss %.4f, accuracy %.4f", of, scores.loss(), scores.accuracy());
  }
}
