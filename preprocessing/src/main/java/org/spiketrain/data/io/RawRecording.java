package org.spiketrain.data.io;

import java.util.Optional;

/** One recording as it stands in a file. */
public final class RawRecording {
  private final long row;
  private final int label;
  private final int speaker;
  private final int[] times;
  private final int[] units;

  /**
   * @param times times of the events in microseconds, with {@link Microseconds}' marks for what is
   *     no time
   * @param units channels of the events
   */
  RawRecording(long row, int label, int speaker, int[] times, int[] units) {
    this.row = row;
    this.label = label;
    this.speaker = speaker;
    this.times = times;
    this.units = units;
  }

  /** Number of the recording in its file, from 0. */
  public long row() {
    return row;
  }

  /**
   * The label as stored; may be out of range, and is negative if no {@code int} can hold it or if
   * labels are ignored.
   */
  public int label() {
    return label;
  }

  /** The speaker as stored, or negative in a file without speakers. */
  public int speaker() {
    return speaker;
  }

  /** Times of the events in microseconds, ascending if there is no {@link #fault}. */
  public int[] times() {
    return times;
  }

  /** Channels of the events. */
  public int[] units() {
    return units;
  }

  /**
   * Returns the reason why the recording cannot be used, if so.
   *
   * @param classes number of classes
   * @param channels number of channels
   */
  public Optional<RejectReason> fault(int classes, int channels) {
    if (label < 0 || label >= classes) {
      return Optional.of(RejectReason.LABEL_OUT_OF_RANGE);
    }
    return faultOfEvents(channels);
  }

  /**
   * Returns the reason why the events cannot be used, if so, whatever the label.
   *
   * @param channels number of channels
   */
  public Optional<RejectReason> faultOfEvents(int channels) {
    if (times.length != units.length) {
      return Optional.of(RejectReason.LENGTHS_DIFFER);
    }
    if (times.length == 0) {
      return Optional.of(RejectReason.NO_EVENTS);
    }
    return faultOfTimes().or(() -> faultOfUnits(channels));
  }

  private Optional<RejectReason> faultOfTimes() {
    int previous = 0;
    for (int time : times) {
      if (time < previous) {
        return Optional.of(
            switch (time) {
              case Microseconds.NEGATIVE -> RejectReason.NEGATIVE_TIME;
              case Microseconds.NOT_A_NUMBER -> RejectReason.TIME_NOT_A_NUMBER;
              case Microseconds.TOO_LATE -> RejectReason.TIME_TOO_LATE;
              default -> RejectReason.TIMES_NOT_ASCENDING;
            });
      }
      previous = time;
    }
    return Optional.empty();
  }

  private Optional<RejectReason> faultOfUnits(int channels) {
    for (int unit : units) {
      if (unit < 0 || unit >= channels) {
        return Optional.of(RejectReason.UNIT_OUT_OF_RANGE);
      }
    }
    return Optional.empty();
  }
}
