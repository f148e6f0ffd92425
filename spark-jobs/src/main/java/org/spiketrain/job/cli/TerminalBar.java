package org.spiketrain.job.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.spiketrain.job.report.HistoryRow;

/** A progress bar that stays below the lines of the evaluations. */
final class TerminalBar implements TrainingDisplay {
  private static final String CLEAR_LINE = "\r\u001b[2K";

  private final PrintStream terminal;
  private Optional<ProgressBar> bar = Optional.empty();

  TerminalBar(PrintStream terminal) {
    this.terminal = terminal;
  }

  @Override
  public synchronized void round(long examples, long total) {
    if (bar.isEmpty()) {
      bar = Optional.of(start(examples, total));
    }
    bar.get().stepTo(examples);
  }

  @Override
  public void evaluated(HistoryRow row) {
    terminal.println(CLEAR_LINE + TrainingDisplay.line(row));
  }

  @Override
  public synchronized void close() {
    bar.ifPresent(ProgressBar::close);
    bar = Optional.empty();
  }

  private ProgressBar start(long examples, long total) {
    return new ProgressBarBuilder()
        .setTaskName("training")
        .setUnit(" examples", 1)
        .setInitialMax(total)
        .startsFrom(examples, Duration.ZERO)
        .showSpeed()
        .setConsumer(new ConsoleProgressBarConsumer(terminal))
        .build();
  }
}
