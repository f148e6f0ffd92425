package org.spiketrain.fetch;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * The body of an answer, given up when nothing comes for too long: Java's HTTP client would wait
 * for ever. What goes wrong with it is the source's failure, not that of the file written to.
 */
final class TimeoutInputStream extends FilterInputStream {
  private final ScheduledExecutorService clock;
  private final Duration patience;
  private volatile boolean givenUp;

  TimeoutInputStream(InputStream body, ScheduledExecutorService clock, Duration patience) {
    super(body);
    this.clock = clock;
    this.patience = patience;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws SourceException {
    ScheduledFuture<?> alarm =
        clock.schedule(this::giveUp, patience.toMillis(), TimeUnit.MILLISECONDS);
    try {
      return in.read(buffer, offset, length);
    } catch (IOException e) {
      String reason =
          givenUp
              ? "nothing came for %.0f s".formatted(patience.toMillis() / 1e3)
              : "the connection was cut (" + e.getMessage() + ")";
      throw new SourceException(reason, e);
    } finally {
      alarm.cancel(false);
    }
  }

  private void giveUp() {
    givenUp = true;
    try {
      // The read that waits then fails.
      in.close();
    } catch (IOException e) {
      // It fails all the same.
    }
  }
}
