package org.spiketrain.data.events;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.spiketrain.data.io.Compression;
import org.spiketrain.data.io.FileFaultException;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.data.io.Labels;
import org.spiketrain.data.io.RecordingRange;
import org.spiketrain.data.io.Sha256;
import org.spiketrain.data.io.SpikeHdf5;
import org.spiketrain.model.UserErrorException;

/**
 * Findings of a first pass over a file of recordings. A bad file is a finding, not an exception, so
 * that Spark does not retry it and all bad files are named at once.
 *
 * @param file the file
 * @param readable path of the HDF5 file: the file itself, or what was unpacked of it
 * @param sha256 digest of the file's bytes as they lie there, in hexadecimal
 * @param bytes length of the HDF5 file, unpacked
 * @param rows number of recordings
 * @param keys names of the classes; none where labels are ignored
 * @param problem what is wrong with it, empty if nothing is
 */
public record EventFileScan(
    EventFile file,
    String readable,
    String sha256,
    long bytes,
    long rows,
    List<String> keys,
    String problem)
    implements Serializable {
  /**
   * Reads every file once, on the executors: unpacks those that are compressed, and finds faults.
   *
   * @param unpacked folder to unpack to, where all executors can read it
   * @return what was found, in the order of the files
   * @throws UserErrorException if a file cannot be used, naming all such files
   */
  public static List<EventFileScan> all(
      SparkSession spark, List<EventFile> files, Path unpacked, Labels labels) {
    SerializableConfiguration conf =
        new SerializableConfiguration(spark.sessionState().newHadoopConf());
    String target = unpacked.toString();
    List<EventFileScan> scans =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(files, files.size())
            .map(file -> of(file, new Path(target), conf.value(), labels))
            .collect();
    List<String> problems =
        scans.stream()
            .filter(scan -> !scan.problem().isEmpty())
            .map(scan -> scan.file().location() + " " + scan.problem())
            .toList();
    if (!problems.isEmpty()) {
      throw new UserErrorException(String.join("\n", problems));
    }
    return scans;
  }

  /**
   * The recordings in ranges of nearly the same length.
   *
   * @param name what users know the file as
   * @param firstId id of the file's first recording
   * @param most recordings in a range
   */
  public List<RecordingRange> ranges(String name, long firstId, int most) {
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
   */
  public static EventFileScan of(EventFile file, Path unpacked, Configuration conf, Labels labels) {
    try {
      return read(file, unpacked, conf, labels);
    } catch (FileFaultException e) {
      return bad(file, e.getMessage());
    } catch (FileNotFoundException | AccessControlException e) {
      return bad(file, "cannot be read (" + e.getMessage() + "): check its permissions");
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file.location(), e);
    }
  }

  private static EventFileScan bad(EventFile file, String problem) {
    return new EventFileScan(file, "", "", 0, 0, List.of(), problem);
  }

  private static EventFileScan read(
      EventFile file, Path unpacked, Configuration conf, Labels labels)
      throws IOException, FileFaultException {
    Compression packing = Compression.of(file.name()).orElse(Compression.NONE);
    // A name of its own, since two attempts of one task may write at the same time.
    Path readable =
        packing == Compression.NONE ? file.path() : new Path(unpacked, UUID.randomUUID() + ".h5");
    String sha256 = digest(file, packing, readable, conf);
    try (SpikeHdf5 recordings = SpikeHdf5.open(conf, readable, labels)) {
      long bytes = FileSystems.of(conf, readable).getFileStatus(readable).getLen();
      return new EventFileScan(
          file,
          readable.toString(),
          sha256,
          bytes,
          recordings.rows(),
          labels == Labels.READ ? recordings.keys() : List.of(),
          recordings.rows() == 0 ? "has no recordings: fill it or take it away" : "");
    }
  }

  private static String digest(
      EventFile file, Compression packing, Path readable, Configuration conf)
      throws IOException, FileFaultException {
    Path path = file.path();
    if (FileSystems.of(conf, path).getFileStatus(path).getLen() == 0) {
      throw new FileFaultException("is empty: fetch or copy it again");
    }
    MessageDigest digest = Sha256.digest();
    try (InputStream in = new DigestInputStream(FileSystems.of(conf, path).open(path), digest)) {
      if (packing != Compression.NONE) {
        try (OutputStream out = FileSystems.of(conf, readable).create(readable, false)) {
          packing.unpack(in, out);
        }
      }
      // Unpacking may leave bytes behind the last of the contents unread.
      in.transferTo(OutputStream.nullOutputStream());
    }
    return Sha256.hex(digest);
  }
}
