package org.spiketrain.data;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongToIntFunction;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.data.io.RecordingRange;
import org.spiketrain.model.frames.SpikeFrames;

/** Makes frames of recordings in files of their own format, by ranges, a Spark task each. */
public interface RecordingEncoder extends ExampleEncoder {
  @Override
  default Optional<RecordingEncoder> recordings() {
    return Optional.of(this);
  }

  /** Returns whether files of this name hold recordings, by its ending. */
  boolean reads(String fileName);

  /** Describes the recordings that it reads, such as {@code recordings of 700 channels}. */
  String wanted();

  /** Endings of such files in words, such as {@code .h5 or .h5.gz}. */
  String endings();

  /**
   * Cuts files into ranges of recordings.
   *
   * @param locations full paths of the files
   * @param names what users call them
   * @param scratch folder for what is unpacked, where all executors can read it; it is deleted
   *     later
   * @param most recordings a range, by how many there are
   * @throws org.spiketrain.model.UserErrorException if a file cannot be used, naming all of them
   */
  List<RecordingRange> ranges(
      SparkSession spark,
      List<String> locations,
      List<String> names,
      Path scratch,
      LongToIntFunction most);

  /** What reads recordings in rows of tables; nothing where files alone are read. */
  default Optional<RecordingRows> rows() {
    return Optional.empty();
  }

  /** Reads the recordings of a range in their order, within a Spark task. */
  Iterator<Encoded> read(Configuration conf, RecordingRange range);

  /**
   * A recording.
   *
   * @param row its number in the file, from 0
   * @param frames the network's input; nothing if it cannot be scored
   * @param problem why it cannot, empty if it can
   */
  record Encoded(long row, Optional<SpikeFrames> frames, String problem) {}
}
