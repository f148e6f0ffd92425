package org.spiketrain.data.events;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.data.io.Compression;
import org.spiketrain.data.io.FileFaultException;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.data.io.RecordingRange;
import org.spiketrain.data.io.SourceFiles;
import org.spiketrain.data.io.SpikeHdf5;
import org.spiketrain.data.io.SpikeHdf5.Labels;
import org.spiketrain.model.UserErrorException;

/**
 * Findings of a first pass over a file of recordings.
 *
 * @param readable path of the HDF5 file: the file itself, or what was unpacked of it
 * @param sha256 digest of the file's bytes as they lie there, in hexadecimal
 * @param bytes length of the HDF5 file, unpacked
 * @param keys names of the classes; none where labels are ignored
 */
public record EventFileScan(
    EventFile file, String readable, String sha256, long bytes, long rows, List<String> keys)
    implements Serializable {
  /**
   * Reads every file once, on the executors: unpacks those that are compressed, and finds faults.
   *
   * @throws UserErrorException if a file cannot be used, naming all such files
   */
  static List<EventFileScan> all(
      SparkSession spark, List<EventFile> files, Path unpacked, Labels labels) {
    String target = unpacked.toString();
    return SourceFiles.scan(
        spark,
        files,
        "check its permissions",
        (file, conf) -> of(file, new Path(target), conf, labels));
  }

  /** The recordings in ranges of nearly the same length, at most {@code most}. */
  List<RecordingRange> ranges(String name, long firstId, int most) {
    List<RecordingRange> ranges = new ArrayList<>();
    long count = (rows + most - 1) / most;
    for (long k = 0; k < count; k++) {
      long first = rows * k / count;
      int length = (int) (rows * (k + 1) / count - first);
      ranges.add(new RecordingRange(name, readable, first, length, firstId + first));
    }
    return ranges;
  }

  /**
   * Reads a file once.
   *
   * @param unpacked folder that a compressed file is unpacked to, where all executors can read it
   * @throws FileFaultException if it cannot be used
   */
  public static EventFileScan of(EventFile file, Path unpacked, Configuration conf, Labels labels)
      throws IOException, FileFaultException {
    if (FileSystems.of(conf, file.path()).getFileStatus(file.path()).getLen() == 0) {
      throw new FileFaultException("is empty: fetch or copy it again");
    }
    Compression packing = Compression.of(file.name()).orElse(Compression.NONE);
    // A name of its own, since two attempts of one task may write at the same time.
    Path readable =
        packing == Compression.NONE ? file.path() : new Path(unpacked, UUID.randomUUID() + ".h5");
    FileSystem fs = FileSystems.of(conf, readable);
    String sha256 =
        SourceFiles.digest(
            file.open(conf),
            in -> {
              if (packing != Compression.NONE) {
                try (OutputStream out = fs.create(readable, false)) {
                  packing.unpack(in, out);
                }
              }
            });
    try (SpikeHdf5 recordings = SpikeHdf5.open(conf, readable, labels)) {
      if (recordings.rows() == 0) {
        throw new FileFaultException("has no recordings: fill it or take it away");
      }
      return new EventFileScan(
          file,
          readable.toString(),
          sha256,
          fs.getFileStatus(readable).getLen(),
          recordings.rows(),
          labels == Labels.READ ? recordings.keys() : List.of());
    }
  }
}
