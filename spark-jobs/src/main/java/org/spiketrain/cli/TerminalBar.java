package org.spiketrain.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/** A progress bar on a terminal, if somebody watches it. */
final class TerminalBar implements AutoCloseable {
  private final Optional<PrintStream> terminal;
  private Optional<ProgressBar> bar = Optional.empty();

  TerminalBar(Optional<PrintStream> terminal) {
    this.terminal = terminal;
  }

  @SuppressWarnings("SystemConsoleNull") // Spark 3.5 runs on Java 17.
  static Optional<PrintStream> watched() {
    return System.console() == null ? Optional.empty() : Optional.of(System.err);
  }

  /** Shows how many are done of a total, -1 if nobody knows it; so many make one unit. */
  synchronized void show(String task, String unit, long unitSize, long done, long total) {
    if (terminal.isEmpty()) {
      return;
    }
    if (bar.isEmpty()) {
      bar =
          Optional.of(
              new ProgressBarBuilder()
                  .setTaskName(task)
                  .setUnit(unit, unitSize)
                  .setInitialMax(total)
                  .startsFrom(done, Duration.ZERO)
                  .showSpeed()
                  .setConsumer(new ConsoleProgressBarConsumer(terminal.get()))
                  .build());
    }
    // Of several trainings the total changes as they begin and end.
    bar.get().maxHint(total).stepTo(done);
  }

  @Override
  public synchronized void close() {
    bar.ifPresent(ProgressBar::close);
    bar = Optional.empty();
  }
}
