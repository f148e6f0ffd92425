package org.spiketrain.preprocess.audio;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.spiketrain.preprocess.source.SpikeHdf5Writer;

/** The files of one task, one for each part of the data that it has recordings of. */
final class PartWriters implements Closeable {
  private final Configuration conf;
  private final Path folder;
  private final String prefix;
  private final Map<String, SpikeHdf5Writer> writers = new TreeMap<>();

  /**
   * @param prefix what the files' names begin with, before {@code _<part>.h5}
   */
  PartWriters(Configuration conf, Path folder, String prefix) {
    this.conf = conf;
    this.folder = folder;
    this.prefix = prefix;
  }

  /** The writer of a part, which is begun when first asked for. */
  SpikeHdf5Writer of(String part) throws IOException {
    SpikeHdf5Writer writer = writers.get(part);
    if (writer == null) {
      writer = SpikeHdf5Writer.create(conf, new Path(folder, prefix + "_" + part + ".h5"));
      writers.put(part, writer);
    }
    return writer;
  }

  void finish(List<String> keys) throws IOException {
    for (SpikeHdf5Writer writer : writers.values()) {
      writer.finish(keys);
    }
  }

  @Override
  public void close() throws IOException {
    for (SpikeHdf5Writer writer : writers.values()) {
      writer.close();
    }
  }
}
