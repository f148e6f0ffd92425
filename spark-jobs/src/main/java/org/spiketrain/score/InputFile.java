package org.spiketrain.score;

import java.io.Serializable;
import org.apache.hadoop.fs.Path;
import org.spiketrain.data.io.LiteralPath;

/**
 * One file to score.
 *
 * @param index its place in the list of input files
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
}
