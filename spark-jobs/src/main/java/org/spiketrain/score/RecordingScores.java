package org.spiketrain.score;

import java.io.Serializable;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.util.CollectionAccumulator;
import org.spiketrain.data.events.EventTransform;
import org.spiketrain.data.io.RecordingRange;
import org.spiketrain.data.events.Recordings;
import org.spiketrain.data.events.RejectedRecording;
import org.spiketrain.data.events.UsableRecordings;
import org.spiketrain.data.io.Labels;
import org.spiketrain.data.io.RawRecording;
import org.spiketrain.model.frames.SpikeFrames;

/**
 * Scores the recordings of a range one by one, in order, within a Spark task. After the last one
 * the range's result is handed over.
 */
final class RecordingScores implements Iterator<Row> {
  private final RecordingRange range;
  private final RecordingsModel model;
  private final RankedRows ranked;
  private final CollectionAccumulator<ScoredRange> results;
  private final UsableRecordings recordings;
  private final EventTransform transform;
  private long scored;
  private boolean ended;

  RecordingScores(
      RecordingRange range,
      Configuration conf,
      RecordingsModel model,
      RankedRows ranked,
      CollectionAccumulator<ScoredRange> results) {
    this.range = range;
    this.model = model;
    this.ranked = ranked;
    this.results = results;
    this.transform = new EventTransform(model.transform());
    int channels = model.transform().sensorChannels();
    this.recordings =
        new UsableRecordings(
            range,
            Recordings.openForTask(conf, range, Labels.IGNORED),
            recording -> recording.faultOfEvents(channels));
  }

  @Override
  public boolean hasNext() {
    boolean more = recordings.hasNext();
    if (!more && !ended) {
      ended = true;
      results.add(new ScoredRange(range, scored, recordings.rejected()));
    }
    return more;
  }

  @Override
  public Row next() {
    RawRecording recording = recordings.next();
    SpikeFrames frames = transform.frames(recording.times(), recording.units());
    float[] probabilities = model.classifier().probabilitiesOf(frames);
    scored++;
    return ranked.row(model, probabilities, range.file(), recording.row());
  }

  /**
   * What became of a range of recordings.
   *
   * @param scored number of recordings scored
   * @param rejected the others
   */
  record ScoredRange(RecordingRange range, long scored, List<RejectedRecording> rejected)
      implements Serializable {
    /**
     * The ranges in the order of the recordings. One that a retried task went through again is
     * there several times, with the same result, and is taken once.
     */
    static List<ScoredRange> once(Collection<ScoredRange> all) {
      Map<Long, ScoredRange> byFirstId = new TreeMap<>();
      all.forEach(scored -> byFirstId.put(scored.range().firstId(), scored));
      return List.copyOf(byFirstId.values());
    }
  }
}
