package org.spiketrain.fetch;

import java.time.Duration;
import org.spiketrain.data.io.OutputMode;

/**
 * How to fetch.
 *
 * @param retries how often a file is tried again, 0 or more
 * @param firstWait wait before the first retry; each further one is twice as long, up to a minute
 * @param patience for how long nothing may come before a connection is given up
 * @param mode what becomes of a file that is there with other bytes than the published ones
 */
public record FetchSettings(int retries, Duration firstWait, Duration patience, OutputMode mode) {
  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** Settings with the usual waits. */
  public static FetchSettings of(int retries, OutputMode mode) {
    return new FetchSettings(retries, FIRST_WAIT, PATIENCE, mode);
  }
}
