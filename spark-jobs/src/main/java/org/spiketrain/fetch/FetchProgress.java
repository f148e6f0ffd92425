package org.spiketrain.fetch;

import java.time.Duration;
import java.util.OptionalLong;

/** Is told how fetching gets on. */
public interface FetchProgress {
  /**
   * More of a file has come, or it begins anew.
   *
   * @param bytes so many are there, earlier runs included
   * @param total so many it has, if the server says so
   */
  void at(String file, long bytes, OptionalLong total);

  /** A try has failed and another will follow. */
  void retrying(String file, String reason, Duration wait);

  /** A file is there and is what it should be. */
  void finished(Fetched file);
}
