package org.spiketrain.data.events;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;
import org.spiketrain.data.io.RawRecording;
import org.spiketrain.data.io.RecordingRange;
import org.spiketrain.data.io.RejectReason;
import org.spiketrain.data.io.RejectedRecording;

/** The recordings of a range that can be used, one by one; the others are set aside. */
public final class UsableRecordings implements Iterator<RawRecording> {
  private final Iterator<Optional<RawRecording>> recordings;
  private final Function<RawRecording, Optional<RejectReason>> faults;
  private final String file;
  private final List<RejectedRecording> rejected = new ArrayList<>();
  private long row;
  private Optional<RawRecording> ready = Optional.empty();

  /**
   * @param range which they are
   * @param recordings all recordings of the range, nothing for a damaged one
   * @param faults why a recording cannot be used, if so
   */
  public UsableRecordings(
      RecordingRange range,
      Iterator<Optional<RawRecording>> recordings,
      Function<RawRecording, Optional<RejectReason>> faults) {
    this.file = range.file();
    this.row = range.firstRow();
    this.recordings = recordings;
    this.faults = faults;
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && recordings.hasNext()) {
      ready = usable(recordings.next());
      row++;
    }
    return ready.isPresent();
  }

  @Override
  public RawRecording next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no more recordings that can be used");
    }
    RawRecording next = ready.orElseThrow();
    ready = Optional.empty();
    return next;
  }

  private Optional<RawRecording> usable(Optional<RawRecording> read) {
    Optional<RejectReason> fault =
        read.isEmpty() ? Optional.of(RejectReason.DAMAGED) : faults.apply(read.get());
    if (fault.isEmpty()) {
      return read;
    }
    rejected.add(new RejectedRecording(file, row, fault.get().text()));
    return Optional.empty();
  }

  /** The recordings set aside so far. */
  public List<RejectedRecording> rejected() {
    return List.copyOf(rejected);
  }
}
