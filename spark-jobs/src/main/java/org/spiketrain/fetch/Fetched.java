package org.spiketrain.fetch;

import java.util.Optional;

/**
 * What has become of a file.
 *
 * @param name its name in the folder
 * @param outcome whether it was fetched at all
 * @param bytes its length
 * @param checksum the checksum that it has, if its publisher gives one
 */
public record Fetched(String name, Outcome outcome, long bytes, Optional<Checksum> checksum) {
  /** How a file came to be there. */
  public enum Outcome {
    FETCHED,
    UNPACKED,
    THERE_ALREADY
  }
}
