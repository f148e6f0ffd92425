package org.spiketrain.data;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * Histograms of frames, by which those of one time are compared with those of another. What is not
 * there is not in the maps.
 *
 * @param examples number of examples
 * @param labels examples by label
 * @param channels entries by channel: letters and n-grams of names, words of sentences by number,
 *     spikes of recorded events
 * @param timeSteps examples by their number of time steps
 * @param entries examples by their number of entries
 */
public record FrameProfile(
    long examples,
    SortedMap<Integer, Long> labels,
    SortedMap<Integer, Long> channels,
    SortedMap<Integer, Long> timeSteps,
    SortedMap<Integer, Long> entries) {
  /** Of no frames at all. */
  public static final FrameProfile NONE =
      new FrameProfile(0, new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());

  public FrameProfile {
    labels = copy(labels);
    channels = copy(channels);
    timeSteps = copy(timeSteps);
    entries = copy(entries);
  }

  private static SortedMap<Integer, Long> copy(SortedMap<Integer, Long> counts) {
    return Collections.unmodifiableSortedMap(new TreeMap<>(counts));
  }

  /**
   * The profile of some splits of a folder of frames, or of a {@linkplain FrameView view}.
   *
   * @throws org.spiketrain.model.UserErrorException if the frames cannot be read
   */
  public static FrameProfile of(SparkSession spark, String folder, Split... splits) {
    return Arrays.stream(splits)
        .map(split -> of(FrameParquet.read(spark, folder, split.label())))
        .reduce(NONE, FrameProfile::plus);
  }

  /** The profile of rows of {@link FrameParquet#read}, in one pass over four of their columns. */
  public static FrameProfile of(Dataset<Row> rows) {
    return rows.select("label", "time_steps", "channels", "channel")
        .queryExecution()
        .toRdd()
        .toJavaRDD()
        .treeAggregate(new Tally(), Tally::add, Tally::plus)
        .profile();
  }

  /** The profile of the frames of both. */
  public FrameProfile plus(FrameProfile other) {
    return new FrameProfile(
        examples + other.examples,
        sum(labels, other.labels),
        sum(channels, other.channels),
        sum(timeSteps, other.timeSteps),
        sum(entries, other.entries));
  }

  private static SortedMap<Integer, Long> sum(
      SortedMap<Integer, Long> counts, SortedMap<Integer, Long> more) {
    SortedMap<Integer, Long> sum = new TreeMap<>(counts);
    more.forEach((key, count) -> sum.merge(key, count, Long::sum));
    return sum;
  }

  /** Counts of some rows, added up where they lie. */
  private static final class Tally implements Serializable {
    private static final long serialVersionUID = 1L;

    private long examples;
    private long[] channels = {};
    private final Map<Integer, Long> labels = new HashMap<>();
    private final Map<Integer, Long> timeSteps = new HashMap<>();
    private final Map<Integer, Long> entries = new HashMap<>();

    Tally add(InternalRow row) {
      int[] channel = row.getArray(3).toIntArray();
      reserve(row.getInt(2));
      for (int one : channel) {
        channels[one]++;
      }
      examples++;
      labels.merge(row.getInt(0), 1L, Long::sum);
      timeSteps.merge(row.getInt(1), 1L, Long::sum);
      entries.merge(channel.length, 1L, Long::sum);
      return this;
    }

    private void reserve(int count) {
      if (channels.length < count) {
        channels = Arrays.copyOf(channels, count);
      }
    }

    Tally plus(Tally other) {
      reserve(other.channels.length);
      for (int k = 0; k < other.channels.length; k++) {
        channels[k] += other.channels[k];
      }
      examples += other.examples;
      other.labels.forEach((key, count) -> labels.merge(key, count, Long::sum));
      other.timeSteps.forEach((key, count) -> timeSteps.merge(key, count, Long::sum));
      other.entries.forEach((key, count) -> entries.merge(key, count, Long::sum));
      return this;
    }

    FrameProfile profile() {
      SortedMap<Integer, Long> entered = new TreeMap<>();
      for (int k = 0; k < channels.length; k++) {
        if (channels[k] > 0) {
          entered.put(k, channels[k]);
        }
      }
      return new FrameProfile(
          examples,
          new TreeMap<>(labels),
          entered,
          new TreeMap<>(timeSteps),
          new TreeMap<>(entries));
    }
  }
}
