package org.spiketrain.data.events;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Numbers of what became of a range of recordings, or of several ranges together. */
final class RangeResult implements Serializable {
  private static final long serialVersionUID = 1L;

  private long firstId;

  /** [classes] */
  private final long[] examples;

  private int leastTimeSteps = Integer.MAX_VALUE;
  private int mostTimeSteps;
  private long events;
  private long keptEvents;
  private long entries;

  /** Events of recordings none of which is in a time step. */
  private long emptyEvents;

  private int lastUs;
  private final List<RejectedRecording> rejects = new ArrayList<>();
  private final Map<String, Long> rejectCounts = new TreeMap<>();

  /** A recording that cannot be used, by its index in the file, from 0, and the reason. */
  record RejectedRecording(String file, long recording, String reason) implements Serializable {
    private static final StructType COLUMNS =
        new StructType()
            .add("file", DataTypes.StringType)
            .add("recording", DataTypes.LongType)
            .add("reason", DataTypes.StringType);

    /** Recordings as a list of rejects has them: columns file, recording and reason. */
    static Dataset<Row> table(SparkSession spark, List<RejectedRecording> rejected) {
      List<Row> rows =
          rejected.stream()
              .map(one -> RowFactory.create(one.file, one.recording, one.reason))
              .toList();
      return spark.createDataFrame(rows, COLUMNS).coalesce(1);
    }
  }

  /** Of a range, known by the id of its first recording, of which nothing was read yet. */
  RangeResult(long firstId, int classes) {
    this.firstId = firstId;
    this.examples = new long[classes];
  }

  void add(int label, FrameFacts made) {
    examples[label]++;
    leastTimeSteps = Math.min(leastTimeSteps, made.timeSteps());
    mostTimeSteps = Math.max(mostTimeSteps, made.timeSteps());
    events += made.events();
    keptEvents += made.keptEvents();
    entries += made.entries();
    lastUs = Math.max(lastUs, made.lastUs());
  }

  /** Counts the events of a recording that is set aside since none of them is in a time step. */
  void addEmpty(int events) {
    emptyEvents += events;
  }

  void reject(RejectedRecording recording) {
    rejects.add(recording);
    reject(recording.reason, 1);
  }

  /** Counts recordings that are listed elsewhere. */
  void reject(String reason, long recordings) {
    rejectCounts.merge(reason, recordings, Long::sum);
  }

  /**
   * The results of ranges together, in the order of the recordings. A range that a retried task
   * went through again is there several times, with the same result, and is counted once.
   */
  static RangeResult sum(int classes, Collection<RangeResult> ranges) {
    Map<Long, RangeResult> byFirstId = new TreeMap<>();
    ranges.forEach(range -> byFirstId.put(range.firstId, range));
    RangeResult sum = new RangeResult(-1, classes);
    byFirstId.values().forEach(sum::add);
    return sum;
  }

  private void add(RangeResult more) {
    firstId = more.firstId;
    Arrays.setAll(examples, label -> examples[label] + more.examples[label]);
    leastTimeSteps = Math.min(leastTimeSteps, more.leastTimeSteps);
    mostTimeSteps = Math.max(mostTimeSteps, more.mostTimeSteps);
    events += more.events;
    keptEvents += more.keptEvents;
    entries += more.entries;
    emptyEvents += more.emptyEvents;
    lastUs = Math.max(lastUs, more.lastUs);
    rejects.addAll(more.rejects);
    more.rejectCounts.forEach(this::reject);
  }

  long examples() {
    return Arrays.stream(examples).sum();
  }

  /** Examples, and recordings that were set aside. */
  long recordings() {
    return examples() + rejectCounts.values().stream().mapToLong(Long::longValue).sum();
  }

  long examples(int label) {
    return examples[label];
  }

  /** Fraction of the events that are in no time step; 0 without events. */
  double lostFraction() {
    long all = events + emptyEvents;
    return all == 0 ? 0 : (double) (all - keptEvents) / all;
  }

  /** Time of the last event of the examples in microseconds. */
  int lastUs() {
    return lastUs;
  }

  List<RejectedRecording> rejects() {
    return rejects;
  }

  Map<String, Long> rejectCounts() {
    return new TreeMap<>(rejectCounts);
  }

  EventsCorpus corpus(
      EventTransform.Settings transform,
      List<EventsCorpus.SourceFile> sources,
      List<RecordingTable> tables) {
    return new EventsCorpus(
        transform, leastTimeSteps, mostTimeSteps, events, keptEvents, entries, sources, tables);
  }
}
