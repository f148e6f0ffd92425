package org.spiketrain.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import me.tongfei.progressbar.ProgressBar;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spiketrain.results.HistoryRow;
import org.spiketrain.results.HistoryRow.SplitScores;
import org.spiketrain.train.TrainingProgress;

/** Shows how a training gets on: a line for every evaluation, and a bar on a terminal. */
interface TrainingDisplay extends TrainingProgress {
  /** A bar if somebody watches, log lines otherwise. */
  static TrainingDisplay open() {
    return Terminal.isWatched()
        ? new TerminalBar(System.err)
        : new Lines(LoggerFactory.getLogger(TrainingDisplay.class));
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
            .flatMap(Optional::stream)
            .collect(Collectors.joining("; ")),
        row.learningRate());
  }

  private static Optional<String> scores(String of, SplitScores scores) {
    return scores.equals(SplitScores.NONE)
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT, "%s loss %.4f, accuracy %.4f", of, scores.loss(), scores.accuracy()));
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
    public void ended() {}
  }

  /** A progress bar that stays below the lines of the evaluations. */
  static final class TerminalBar implements TrainingDisplay {
    private final PrintStream terminal;
    private Optional<ProgressBar> bar = Optional.empty();

    TerminalBar(PrintStream terminal) {
      this.terminal = terminal;
    }

    @Override
    public synchronized void round(long examples, long total) {
      if (bar.isEmpty()) {
        bar = Optional.of(Terminal.bar(terminal, "training", " examples", 1, examples, total));
      }
      bar.get().stepTo(examples);
    }

    @Override
    public void evaluated(HistoryRow row) {
      terminal.println(Terminal.CLEAR_LINE + TrainingDisplay.line(row));
    }

    @Override
    public synchronized void ended() {
      bar.ifPresent(ProgressBar::close);
      bar = Optional.empty();
    }
  }
}
