package org.spiketrain.data.events;

import org.apache.hadoop.fs.Path;
import org.spiketrain.data.io.SourceFiles.SourceFile;

/** A file of recordings, as it was found. */
public record EventFile(String location) implements SourceFile {
  Path path() {
    return new Path(location);
  }
}
