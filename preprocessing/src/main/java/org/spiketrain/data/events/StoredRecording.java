package org.spiketrain.data.events;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spiketrain.data.io.Compression;
import org.spiketrain.data.io.FileFaultException;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.data.io.RawRecording;
import org.spiketrain.data.io.SpikeHdf5;

/** Reads single recordings again from the files that frames were made of, while they lie there. */
public final class StoredRecording {
  private static final Logger LOG = LoggerFactory.getLogger(StoredRecording.class);

  /** Packed files are unpacked as a whole: not worth it, for one recording of a larger one. */
  private static final long LARGEST_PACKED = 1L << 30;

  private StoredRecording() {}

  /**
   * Looks a recording up.
   *
   * @param source file and row as frames have them, such as {@code ssc_test.h5.gz:17}
   * @param scratch path for what is unpacked, where there is nothing; nothing stays there
   * @return nothing if the file is gone, cannot be read, or is a compressed one of more than 1 GiB
   */
  public static Optional<RawRecording> find(
      Configuration conf, Path folder, String source, Path scratch) {
    int colon = source.lastIndexOf(':');
    Path file = FileSystems.child(folder, source.substring(0, colon));
    long row = Long.parseLong(source.substring(colon + 1));
    Compression packing = Compression.of(file.getName()).orElse(Compression.NONE);
    try {
      FileSystem fs = FileSystems.of(conf, file);
      if (!fs.exists(file)) {
        return Optional.empty();
      }
      if (packing == Compression.NONE) {
        return read(conf, file, row);
      }
      return fs.getFileStatus(file).getLen() > LARGEST_PACKED
          ? Optional.empty()
          : unpackAndRead(conf, file, packing, row, scratch);
    } catch (IOException | UncheckedIOException e) {
      LOG.info("{} cannot be read again: {}", source, e.getMessage());
      return Optional.empty();
    }
  }

  private static Optional<RawRecording> unpackAndRead(
      Configuration conf, Path file, Compression packing, long row, Path scratch)
      throws IOException, FileFaultException {
    FileSystem fs = FileSystems.of(conf, scratch);
    try {
      try (InputStream in = FileSystems.open(conf, file);
          OutputStream out = fs.create(scratch, false)) {
        packing.unpack(in, out);
      }
      return read(conf, scratch, row);
    } finally {
      fs.delete(scratch, false);
    }
  }

  private static Optional<RawRecording> read(Configuration conf, Path file, long row)
      throws IOException, FileFaultException {
    try (SpikeHdf5 recordings = SpikeHdf5.open(conf, file)) {
      return row < recordings.rows() ? recordings.recording(row) : Optional.empty();
    }
  }
}
