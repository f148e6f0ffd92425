package org.spiketrain.score;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.util.CollectionAccumulator;
import org.spiketrain.data.RecordingEncoder.Encoded;
import org.spiketrain.data.io.RecordingRange;
import org.spiketrain.data.io.RejectedRecording;

/**
 * Scores the recordings of a range one by one, in order, within a Spark task. After the last one
 * the range's result is handed over.
 */
final class RecordingScores implements Iterator<Row> {
  private final RecordingRange range;
  private final ScoringModel model;
  private final RankedRows ranked;
  private final CollectionAccumulator<ScoredRange> results;
  private final Iterator<Encoded> recordings;
  private final List<RejectedRecording> rejected = new ArrayList<>();
  private Optional<Row> ready = Optional.empty();
  private long scored;
  private boolean ended;

  RecordingScores(
      RecordingRange range,
      Configuration conf,
      ScoringModel model,
      RankedRows ranked,
      CollectionAccumulator<ScoredRange> results) {
    this.range = range;
    this.model = model;
    this.ranked = ranked;
    this.results = results;
    this.recordings = model.encoder().recordings().orElseThrow().read(conf, range);
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && recordings.hasNext()) {
      ready = scored(recordings.next());
    }
    if (ready.isEmpty() && !ended) {
      ended = true;
      results.add(new ScoredRange(range, scored, List.copyOf(rejected)));
    }
    return ready.isPresent();
  }

  private Optional<Row> scored(Encoded recording) {
    if (recording.frames().isEmpty()) {
      rejected.add(new RejectedRecording(range.file(), recording.row(), recording.problem()));
    }
    return recording
        .frames()
        .map(
            frames -> {
              scored++;
              float[] probabilities = model.classifier().probabilitiesOf(frames);
              return ranked.row(model, probabilities, range.file(), recording.row());
            });
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no more recordings in this range");
    }
    Row row = ready.orElseThrow();
    ready = Optional.empty();
    return row;
  }

  /**
   * Outcome of a range of recordings.
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
