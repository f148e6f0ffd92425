package org.spiketrain.data.events;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spiketrain.data.BaseFrames;
import org.spiketrain.data.Split;
import org.spiketrain.data.events.EventTransform.Framed;
import org.spiketrain.data.events.Framing.TimeWindows;
import org.spiketrain.data.io.RawRecording;
import org.spiketrain.data.table.LabelledRow;
import org.spiketrain.model.UserErrorException;

/** Looks whether what was made of recordings can be what was meant. */
record EventsCheck(String location, EventTransform.Settings transform) {
  private static final Logger LOG = LoggerFactory.getLogger(EventsCheck.class);

  private static final double MANY_LOST = 0.5;

  /** Times a thousandth of what they should be end before this fraction of the duration. */
  private static final double LEAST_USED = 0.02;

  private static final String SECONDS =
      "times must be seconds from a recording's beginning (where they are milliseconds, set data.events.time-factor to 0.001)";

  /**
   * Checks the recordings.
   *
   * @param all those of all splits together
   * @throws UserErrorException if none can be used, a split has hardly an event left, or the labels
   *     count from 1
   */
  void check(RangeResult all, Map<Split, RangeResult> splits) {
    checkAny(all);
    checkCounted(all);
    checkEvents(all, splits);
  }

  /**
   * Checks recordings that are appended to others, which may have none of the first class.
   *
   * @throws UserErrorException if none can be used, or a split has hardly an event left
   */
  void checkAppended(
      RangeResult all, Map<Split, RangeResult> splits, BaseFrames<EventsCorpus> base) {
    if (all.examples() == 0 && all.rejectCounts().containsKey(LabelledRow.UNKNOWN_LABEL)) {
      throw base.nothingToAppend(location);
    }
    checkAny(all);
    checkEvents(all, splits);
  }

  private void checkAny(RangeResult all) {
    Map<String, Long> rejects = all.rejectCounts();
    if (all.examples() == 0) {
      throw new UserErrorException(
          "No recording of %s can be used: %s. %s"
              .formatted(location, rejects, remedies(rejects.keySet())));
    }
  }

  private void checkCounted(RangeResult all) {
    Map<String, Long> rejects = all.rejectCounts();
    if (all.examples(0) == 0 && rejects.containsKey(RawRecording.LABEL_OUT_OF_RANGE)) {
      throw new UserErrorException(
          "No usable recording of %s has the label 0, and %,d have one that no name in /extra/keys stands for: labels must count from 0"
              .formatted(location, rejects.get(RawRecording.LABEL_OUT_OF_RANGE)));
    }
  }

  private void checkEvents(RangeResult all, Map<Split, RangeResult> splits) {
    splits.forEach(this::checkEvents);
    if (all.lostFraction() > MANY_LOST) {
      LOG.warn(lost("", all.lostFraction()));
    }
    warnOfEarlyEvents(all.lastUs() * transform.downsample().timeFactor());
  }

  private void checkEvents(Split split, RangeResult result) {
    if (result.lostFraction() > Framed.MOST_LOST) {
      throw new UserErrorException(
          lost("the %s split of ".formatted(split.label()), result.lostFraction()));
    }
  }

  private String lost(String part, double fraction) {
    OptionalLong end = transform.framing().commonEndUs();
    return "Of the events in %s%s, %.1f %% are %s: %s"
        .formatted(
            part,
            location,
            100 * fraction,
            end.isPresent()
                ? "later than %,d microseconds (data.events.duration-us)".formatted(end.getAsLong())
                : "in no time step",
            remedy());
  }

  private void warnOfEarlyEvents(double lastUs) {
    OptionalLong end = transform.framing().commonEndUs();
    if (end.isPresent() && lastUs < LEAST_USED * end.getAsLong()) {
      LOG.warn(
          "The last event of {} is at {} microseconds, of {} (data.events.duration-us): times must be seconds",
          location,
          Math.round(lastUs),
          end.getAsLong());
    }
  }

  private String remedy() {
    if (transform.framing().commonEndUs().isPresent()) {
      return SECONDS + ", or data.events.duration-us longer";
    }
    return transform.framing() instanceof TimeWindows
        ? SECONDS + "; look at data.events.start-us and end-us too"
        : "look at data.events.bins: where they are more than a recording has events, or microseconds, all are empty";
  }

  private String remedies(Set<String> reasons) {
    List<String> remedies = new ArrayList<>();
    if (reasons.contains(RawRecording.TOO_LATE)) {
      remedies.add(
          "times must be seconds from a recording's beginning: divide those in microseconds by 1,000,000, in milliseconds by 1,000 (those of tables with data.events.time-factor)");
    }
    if (reasons.contains(TimeWindows.TOO_LONG)) {
      remedies.add(SECONDS + "; for recordings that are so long, raise data.events.window-us");
    }
    if (reasons.contains(Framed.EMPTY)) {
      remedies.add(remedy());
    }
    if (reasons.contains(RawRecording.UNIT_OUT_OF_RANGE)) {
      remedies.add("look at data.events.channels");
    }
    String all =
        remedies.isEmpty()
            ? "mend the recordings, or fetch them again"
            : String.join("; ", remedies);
    return Character.toUpperCase(all.charAt(0)) + all.substring(1);
  }
}
