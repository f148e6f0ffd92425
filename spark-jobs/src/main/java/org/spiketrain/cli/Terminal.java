package org.spiketrain.cli;

import java.io.PrintStream;
import java.time.Duration;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/** A terminal that somebody may be watching. */
final class Terminal {
  /** Back to the beginning of the line, which is then empty. */
  static final String CLEAR_LINE = "\r\u001b[2K";

  private Terminal() {}

  /** Returns whether somebody watches it. */
  @SuppressWarnings("SystemConsoleNull") // Spark 3.5 runs on Java 17.
  static boolean isWatched() {
    return System.console() != null;
  }

  /**
   * Begins a progress bar.
   *
   * @param unit what is counted, with a blank before it
   * @param unitSize so many are one of it
   * @param done so many are done already
   * @param total so many there are, -1 if nobody knows
   */
  static ProgressBar bar(
      PrintStream terminal, String task, String unit, long unitSize, long done, long total) {
    return new ProgressBarBuilder()
        .setTaskName(task)
        .setUnit(unit, unitSize)
        .setInitialMax(total)
        .startsFrom(done, Duration.ZERO)
        .showSpeed()
        .setConsumer(new ConsoleProgressBarConsumer(terminal))
        .build();
  }
}
