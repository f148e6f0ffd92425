package org.spiketrain.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.spiketrain.data.Wording;
import org.spiketrain.fetch.FetchProgress;

/** Shows how fetching gets on: a line for every file, and a bar if somebody watches. */
final class FetchDisplay implements FetchProgress, AutoCloseable {
  private static final long MEBIBYTE = 1 << 20;

  private final PrintWriter out;
  private final PrintWriter err;
  private final TerminalBar bar;

  FetchDisplay(PrintWriter out, PrintWriter err, Optional<PrintStream> terminal) {
    this.out = out;
    this.err = err;
    this.bar = new TerminalBar(terminal);
  }

  @Override
  public void at(String file, long bytes, OptionalLong total) {
    bar.show(file, " MiB", MEBIBYTE, bytes, total.orElse(-1));
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
    String how =
        switch (file.outcome()) {
          case FETCHED -> "fetched";
          case UNPACKED -> "unpacked";
          case THERE_ALREADY -> "there already";
        };
    String checked = file.checksum().map(checksum -> ", " + checksum).orElse("");
    out.println(
        "%s: %s, %s%s".formatted(file.name(), how, Wording.counted(file.bytes(), "byte"), checked));
    out.flush();
  }

  @Override
  public void close() {
    bar.close();
  }
}
