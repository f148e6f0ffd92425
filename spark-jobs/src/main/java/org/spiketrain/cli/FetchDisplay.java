package org.spiketrain.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import me.tongfei.progressbar.ProgressBar;
import org.spiketrain.data.Wording;
import org.spiketrain.fetch.FetchProgress;
import org.spiketrain.fetch.FetchProgress.Fetched;

/** Shows how fetching gets on: a line for every file, and a bar if somebody watches. */
final class FetchDisplay implements FetchProgress, AutoCloseable {
  private static final long MEBIBYTE = 1 << 20;
  private static final long UNKNOWN = -1;

  private final PrintWriter out;
  private final PrintWriter err;
  private final Optional<PrintStream> terminal;
  private Optional<ProgressBar> bar = Optional.empty();

  /**
   * A display.
   *
   * @param out for the lines of the files
   * @param err for what goes wrong on the way
   * @param terminal for the bars; empty if nobody watches
   */
  FetchDisplay(PrintWriter out, PrintWriter err, Optional<PrintStream> terminal) {
    this.out = out;
    this.err = err;
    this.terminal = terminal;
  }

  @Override
  public void at(String file, long bytes, OptionalLong total) {
    if (terminal.isEmpty()) {
      return;
    }
    if (bar.isEmpty()) {
      bar =
          Optional.of(
              Terminal.bar(terminal.get(), file, " MiB", MEBIBYTE, bytes, total.orElse(UNKNOWN)));
    }
    bar.get().stepTo(bytes);
  }

  @Override
  public void retrying(String file, String reason, Duration wait) {
    close();
    err.println(
        String.format(
            Locale.ROOT,
            "spiketrain: %s: %s; trying again in %.0f s",
            file,
            reason,
            Math.ceil(wait.toMillis() / 1e3)));
    err.flush();
  }

  @Override
  public void finished(Fetched file) {
    close();
    out.println(line(file));
    out.flush();
  }

  /** The line for a file. */
  static String line(Fetched file) {
    String how =
        switch (file.outcome()) {
          case FETCHED -> "fetched";
          case UNPACKED -> "unpacked";
          case THERE_ALREADY -> "there already";
        };
    String checked = file.checksum().map(checksum -> ", " + checksum).orElse("");
    return "%s: %s, %s%s"
        .formatted(file.name(), how, Wording.counted(file.bytes(), "byte"), checked);
  }

  @Override
  public void close() {
    bar.ifPresent(ProgressBar::close);
    bar = Optional.empty();
  }
}
