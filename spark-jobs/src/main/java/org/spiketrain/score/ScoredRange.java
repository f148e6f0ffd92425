package org.spiketrain.score;

import java.io.Serializable;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.spiketrain.data.events.RecordingRange;
import org.spiketrain.data.events.RejectedRecording;

/**
 * What became of a range of recordings.
 *
 * @param scored number of recordings scored
 * @param rejected the others
 */
record ScoredRange(RecordingRange range, long scored, List<RejectedRecording> rejected)
    implements Serializable {
  /**
   * The ranges in the order of the recordings. One that a retried task went through again is there
   * several times, with the same result, and is taken once.
   */
  static List<ScoredRange> once(Collection<ScoredRange> all) {
    Map<Long, ScoredRange> byFirstId = new TreeMap<>();
    all.forEach(scored -> byFirstId.put(scored.range().firstId(), scored));
    return List.copyOf(byFirstId.values());
  }
}
