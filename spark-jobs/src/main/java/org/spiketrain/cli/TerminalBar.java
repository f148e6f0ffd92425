package org.spiketrain.cli;

import java.io.PrintStream;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import org.spiketrain.results.HistoryRow;

/** A progress bar that stays below the lines of the evaluations. */
final class TerminalBar implements TrainingDisplay {
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
