package org.spiketrain.data.names;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.spiketrain.data.io.SourceFiles;

/**
 * One language's file.
 *
 * @param label index of the language among the sorted languages
 * @param name file name, such as {@code Russian.txt}
 * @param location its path, or {@link SourceFiles#BUILTIN} and a resource of this jar
 */
record NameFile(int label, String name, String location) implements Serializable {
  InputStream open(Configuration conf) throws IOException {
    return SourceFiles.open(conf, location);
  }
}
