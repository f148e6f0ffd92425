package org.spiketrain.score;

import java.util.Locale;
import java.util.Optional;
import org.spiketrain.data.events.EventFile;

/** What a file to score can be. */
enum InputFormat {
  TEXT,
  CSV,
  PARQUET,
  /** Recordings of events, packed or not. */
  HDF5,
  /** The ending says nothing. */
  UNKNOWN;

  /** The format that a file name's ending stands for, compressed or not. */
  static Optional<InputFormat> ofEnding(String fileName) {
    String name = fileName.toLowerCase(Locale.ROOT).replaceFirst("\\.(gz|bz2|zst|deflate)$", "");
    if (name.endsWith(".txt")) {
      return Optional.of(TEXT);
    }
    if (name.endsWith(".csv")) {
      return Optional.of(CSV);
    }
    if (EventFile.isNamedSo(fileName.toLowerCase(Locale.ROOT))) {
      return Optional.of(HDF5);
    }
    return name.endsWith(".parquet") ? Optional.of(PARQUET) : Optional.empty();
  }
}
