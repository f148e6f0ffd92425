package org.spiketrain.preprocess.source;

import java.io.Serializable;
import org.apache.hadoop.fs.Path;

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

  Path path() {
    return new Path(location);
  }
}
