package org.spiketrain.cluster;

import java.io.IOException;
import java.util.List;

/** A file system that tests write to and read from beside the commands. */
interface Storage {
  /** A path on it as commands take it. */
  String path(String absolute);

  void write(String absolute, String text) throws IOException;

  byte[] read(String absolute) throws IOException;

  /** The names in a folder, or below it. */
  List<String> list(String absolute) throws IOException;
}
