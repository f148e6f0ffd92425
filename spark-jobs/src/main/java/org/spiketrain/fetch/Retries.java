package org.spiketrain.fetch;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import org.spiketrain.fetch.FetchJob.FetchSettings;
import org.spiketrain.model.UserErrorException;

/** Tries again what fails because of a server or the way to it, after waits that grow. */
record Retries(FetchSettings settings, FetchProgress progress) {
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  /** Something that may fail. */
  @FunctionalInterface
  interface Attempt<T> {
    T run() throws IOException;
  }

  /**
   * Tries until it goes well.
   *
   * @param file what is fetched
   * @throws UserErrorException if it has failed as often as is allowed
   * @throws IOException if something else fails than the source
   */
  <T> T run(String file, Attempt<T> attempt) throws IOException {
    Duration wait = settings.firstWait();
    for (int retry = 0; ; retry++) {
      try {
        return attempt.run();
      } catch (SourceException e) {
        if (retry == settings.retries()) {
          throw new UserErrorException(
              "Cannot fetch %s: %s, at the last of %d tries. What has come is kept: run the same command again later to go on"
                  .formatted(file, e.getMessage(), retry + 1),
              e);
        }
        progress.retrying(file, e.getMessage(), wait);
        pause(wait);
        wait = longer(wait);
      }
    }
  }

  private static Duration longer(Duration wait) {
    Duration twice = wait.multipliedBy(2);
    return twice.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : twice;
  }

  private static void pause(Duration wait) throws InterruptedIOException {
    try {
      Thread.sleep(wait.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }
}
