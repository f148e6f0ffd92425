package org.spiketrain.data.events;

import org.apache.hadoop.fs.Path;
import org.spiketrain.data.io.Compression;
import org.spiketrain.data.io.SourceFiles.SourceFile;

/** A file of recordings, as it was found. */
public record EventFile(String location) implements SourceFile {
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
