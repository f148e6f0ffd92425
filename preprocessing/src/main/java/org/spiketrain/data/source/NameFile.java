package org.spiketrain.data.source;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * One language's file.
 *
 * @param label index of the language among the sorted languages
 * @param name file name, such as {@code Russian.txt}
 * @param location its path, or {@link #BUILTIN} and a resource of this jar
 */
record NameFile(int label, String name, String location) implements Serializable {
  /** Marks what lies in this jar rather than on a file system. */
  static final String BUILTIN = "builtin:";

  InputStream open(Configuration conf) throws IOException {
    if (location.startsWith(BUILTIN)) {
      return openResource(location.substring(BUILTIN.length()));
    }
    Path path = new Path(location);
    return FileSystems.of(conf, path).open(path);
  }

  static InputStream openResource(String resource) throws IOException {
    InputStream in = NameFile.class.getResourceAsStream(resource);
    if (in == null) {
      throw new FileNotFoundException("resource " + resource + " is not in the Spiketrain jar");
    }
    return in;
  }
}
