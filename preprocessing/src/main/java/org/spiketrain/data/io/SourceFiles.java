package org.spiketrain.data.io;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** The files of a corpus, on a Hadoop file system or within this jar. */
public final class SourceFiles {
  /** Begins the location of what lies in this jar rather than on a file system. */
  public static final String BUILTIN = "builtin:";

  private SourceFiles() {}

  /**
   * Opens a file.
   *
   * @param location its path, or {@link #BUILTIN} and a resource of this jar
   */
  public static InputStream open(Configuration conf, String location) throws IOException {
    if (location.startsWith(BUILTIN)) {
      return openResource(location.substring(BUILTIN.length()));
    }
    Path path = new Path(location);
    return FileSystems.of(conf, path).open(path);
  }

  /** Opens a resource of this jar. */
  public static InputStream openResource(String resource) throws IOException {
    InputStream in = SourceFiles.class.getResourceAsStream(resource);
    if (in == null) {
      throw new FileNotFoundException("resource " + resource + " is not in the Spiketrain jar");
    }
    return in;
  }
}
