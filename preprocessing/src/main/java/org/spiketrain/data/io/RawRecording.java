package org.spiketrain.data.io;

import java.util.Optional;

/**
 * One recording as it stands in a file.
 *
 * @param row number of the recording in its file, from 0
 * @param label the label as stored; may be out of range, and is negative if no {@code int} can hold
 *     it, if it is no whole number, or if labels are ignored
 * @param speaker the speaker as stored, or negative in a file without speakers
 * @param times times of the events in microseconds, ascending if there is no {@link #fault}; with
 *     {@link Microseconds}' marks for what is no time
 * @param units channels of the events
 */
@SuppressWarnings("ArrayRecordComponent")
public record RawRecording(long row, int label, int speaker, int[] times, int[] units) {
  /** The fault of a recording that cannot be read at all. */
  public static final String DAMAGED = "row is damaged";

  /** The fault of a label that no class has. */
  public static final String LABEL_OUT_OF_RANGE = "label out of range";

  /** The fault of a time that is no number of seconds within a recording. */
  public static final String TOO_LATE = "time of more than 2147 seconds";

  /** The fault of a channel that there is not. */
  public static final String UNIT_OUT_OF_RANGE = "unit out of range";

  /**
   * Returns the reason why the recording cannot be used, if so, as lists of rejects and manifests
   * say it.
   *
   * @param classes number of classes
   * @param channels number of channels
   */
  public Optional<String> fault(int classes, int channels) {
    if (label == WholeNumbers.Column.NOT_WHOLE) {
      return Optional.of("label is no whole number");
    }
    return label < 0 || label >= classes
        ? Optional.of(LABEL_OUT_OF_RANGE)
        : faultOfEvents(channels);
  }

  /** Returns the reason why the events cannot be used, if so, whatever the label. */
  public Optional<String> faultOfEvents(int channels) {
    if (times.length != units.length) {
      return Optional.of("times and units differ in number");
    }
    if (times.length == 0) {
      return Optional.of("no events");
    }
    return faultOfTimes().or(() -> faultOfUnits(channels));
  }

  private Optional<String> faultOfTimes() {
    int previous = 0;
    for (int time : times) {
      if (time < previous) {
        return Optional.of(
            switch (time) {
              case Microseconds.NEGATIVE -> "negative time";
              case Microseconds.NOT_A_NUMBER -> "time is not a number";
              case Microseconds.TOO_LATE -> TOO_LATE;
              default -> "times not ascending";
            });
      }
      previous = time;
    }
    return Optional.empty();
  }

  private Optional<String> faultOfUnits(int channels) {
    for (int unit : units) {
      if (unit < 0 || unit >= channels) {
        return Optional.of(UNIT_OUT_OF_RANGE);
      }
    }
    return Optional.empty();
  }
}
