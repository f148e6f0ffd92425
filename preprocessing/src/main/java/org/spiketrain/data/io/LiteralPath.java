package org.spiketrain.data.io;

import org.apache.hadoop.fs.Path;

/** Paths for readers that take every path for a pattern, as Spark's and Hadoop's do. */
public final class LiteralPath {
  private static final String SPECIAL = "[\\[\\]{}*?\\\\]";

  private LiteralPath() {}

  /** A pattern that means this path and no other, whatever characters are in it. */
  public static String of(Path path) {
    return path.toString().replaceAll(SPECIAL, "\\\\$0");
  }
}
