package org.spiketrain.fetch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import org.spiketrain.fetch.FetchProgress.Fetched;

/** Keeps what it is told. */
final class FetchRecord implements FetchProgress {
  final List<Fetched> finished = new ArrayList<>();
  final List<String> reasons = new ArrayList<>();
  final List<Duration> waits = new ArrayList<>();
  final List<Long> counts = new CopyOnWriteArrayList<>();

  @Override
  public void at(String file, long bytes, OptionalLong total) {
    counts.add(bytes);
  }

  @Override
  public void retrying(String file, String reason, Duration wait) {
    reasons.add(reason);
    waits.add(wait);
  }

  @Override
  public void finished(Fetched file) {
    finished.add(file);
  }

  /** Whether so many bytes of the file that is being fetched have come. */
  boolean hasCome(long bytes) {
    return counts.stream().reduce(0L, (before, last) -> last) >= bytes;
  }

  List<Fetched.Outcome> outcomes() {
    return finished.stream().map(Fetched::outcome).toList();
  }
}
