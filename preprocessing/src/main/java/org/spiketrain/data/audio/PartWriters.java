package org.spiketrain.data.audio;

import java.io.Closeable;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.spiketrain.data.Split;
import org.spiketrain.data.io.SpikeHdf5Writer;

/** The files of one task, one for each part of the data that it has recordings of. */
final class PartWriters implements Closeable {
  private final Configuration conf;
  private final Path folder;
  private final String prefix;
  private final Map<Split, SpikeHdf5Writer> writers = new EnumMap<>(Split.class);
  private final Map<Split, Long> recordings = new EnumMap<>(Split.class);

  /**
   * @param prefix what the files' names begin with, before {@code _<part>.h5}
   */
  PartWriters(Configuration conf, Path folder, String prefix) {
    this.conf = conf;
    this.folder = folder;
    this.prefix = prefix;
  }

  /** Name of the file of a part. */
  String name(Split split) {
    return prefix + "_" + split.published() + ".h5";
  }

  /**
   * Adds a recording to the file of a part, which is begun with its first one.
   *
   * @return index of the recording in the file, from 0
   */
  long add(Split split, SpikeEvents events, int label, int speaker) throws IOException {
    SpikeHdf5Writer writer = writers.get(split);
    if (writer == null) {
      writer = SpikeHdf5Writer.create(conf, new Path(folder, name(split)));
      writers.put(split, writer);
    }
    writer.add(events.seconds(), events.units(), label, speaker);
    return recordings.merge(split, 1L, Long::sum) - 1;
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
