package org.spiketrain.fetch;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** Follows fetching. */
public interface FetchProgress {
  /**
   * More of a file has come, or it begins again.
   *
   * @param bytes so many are there, earlier runs included
   * @param total so many it has, if the server says so
   */
  void at(String file, long bytes, OptionalLong total);

  /** A try has failed and another will follow. */
  void retrying(String file, String reason, Duration wait);

  /** A file is there and is what it should be. */
  void finished(Fetched file);

  /**
   * The outcome of a file.
   *
   * @param checksum the checksum that it has, if its publisher gives one
   */
  public record Fetched(String name, Outcome outcome, long bytes, Optional<Checksum> checksum) {
    public enum Outcome {
      FETCHED,
      UNPACKED,
      THERE_ALREADY
    }
  }
}
