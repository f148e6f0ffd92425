package org.spiketrain.score;

import java.io.Serializable;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.spiketrain.data.events.EventFile;
import org.spiketrain.data.io.LiteralPath;

/**
 * One file to score.
 *
 * @param index its position in the list of input files
 * @param name its path below the input, or its name if it is the input: what the output calls it
 * @param location its full path
 * @param bytes its length
 */
record InputFile(int index, String name, String location, InputFormat format, long bytes)
    implements Serializable {
  /** A pattern that means this file and no other, for readers that take paths for patterns. */
  String pattern() {
    return LiteralPath.of(new Path(location));
  }

  /** Formats of files to score. */
  enum InputFormat {
    TEXT,
    CSV,
    PARQUET,
    /** Recordings of events, compressed or not. */
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
}
