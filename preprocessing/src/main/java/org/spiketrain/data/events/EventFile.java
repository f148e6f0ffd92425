package org.spiketrain.data.events;

import java.io.Serializable;
import org.apache.hadoop.fs.Path;
import org.spiketrain.data.io.Compression;

/**
 * A file of recordings, as it was found.
 *
 * @param location its full path
 */
public record EventFile(String location) implements Serializable {
  /** Its name, without folders. */
  public String name() {
    return path().getName();
  }

  /**
   * Returns whether a file of this name holds recordings, by its ending: .h5, .h5.gz or .h5.zip.
   */
  public static boolean isNamedSo(String fileName) {
    return Compression.of(fileName).isPresent();
  }

  Path path() {
    return new Path(location);
  }
}
