package org.spiketrain.data.events;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.spiketrain.data.io.RejectedRecording;

/**
 * Results for many ranges of recordings.
 *
 * @param ranges one result a range, in the order of the recordings
 */
record EventResults(List<RangeResult> ranges) {
  /**
   * The results of ranges in any order. A range that a retried task went through again is there
   * several times, with the same result, and is counted once.
   */
  static EventResults of(Collection<RangeResult> ranges) {
    Map<Long, RangeResult> byFirstId = new TreeMap<>();
    ranges.forEach(range -> byFirstId.put(range.firstId(), range));
    return new EventResults(List.copyOf(byFirstId.values()));
  }

  static EventResults union(Collection<EventResults> results) {
    return of(results.stream().flatMap(result -> result.ranges.stream()).toList());
  }

  long examples() {
    return ranges.stream()
        .flatMap(range -> range.examples().stream())
        .mapToLong(Long::longValue)
        .sum();
  }

  long examples(int label) {
    return ranges.stream().mapToLong(range -> range.examples().get(label)).sum();
  }

  int leastTimeSteps() {
    return ranges.stream().mapToInt(RangeResult::leastTimeSteps).min().orElse(0);
  }

  int mostTimeSteps() {
    return ranges.stream().mapToInt(RangeResult::mostTimeSteps).max().orElse(0);
  }

  long events() {
    return ranges.stream().mapToLong(RangeResult::events).sum();
  }

  long keptEvents() {
    return ranges.stream().mapToLong(RangeResult::keptEvents).sum();
  }

  long entries() {
    return ranges.stream().mapToLong(RangeResult::entries).sum();
  }

  List<RejectedRecording> rejects() {
    return ranges.stream().flatMap(range -> range.rejects().stream()).toList();
  }

  /** Number of recordings set aside, by reason. */
  Map<String, Long> rejectCounts() {
    Map<String, Long> counts = new TreeMap<>();
    rejects().forEach(reject -> counts.merge(reject.reason(), 1L, Long::sum));
    return counts;
  }
}
