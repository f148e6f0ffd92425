package org.spiketrain.job.score;

import java.util.Locale;
import java.util.Optional;

/** What a file of names can be. */
enum InputFormat {
  TEXT,
  CSV,
  PARQUET;

  /** The format that a file name's ending stands for, compressed or not. */
  static Optional<InputFormat> ofEnding(String fileName) {
    String name = fileName.toLowerCase(Locale.ROOT).replaceFirst("\\.(gz|bz2|zst|deflate)$", "");
    if (name.endsWith(".txt")) {
      return Optional.of(TEXT);
    }
    if (name.endsWith(".csv")) {
      return Optional.of(CSV);
    }
    return name.endsWith(".parquet") ? Optional.of(PARQUET) : Optional.empty();
  }
}
