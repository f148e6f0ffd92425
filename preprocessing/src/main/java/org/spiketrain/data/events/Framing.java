package org.spiketrain.data.events;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.io.Serializable;
import java.util.Optional;
import java.util.OptionalLong;
import org.spiketrain.model.UserErrorException;

/** Rule by which the events of a recording are cut into time steps. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "by")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Framing.TimeWindows.class, name = "time-window"),
  @JsonSubTypes.Type(value = Framing.EventWindows.class, name = "event-count"),
  @JsonSubTypes.Type(value = Framing.TimeBins.class, name = "time-bins"),
  @JsonSubTypes.Type(value = Framing.EventBins.class, name = "event-bins"),
  @JsonSubTypes.Type(value = Framing.FixedBins.class, name = "fixed-bins"),
  @JsonSubTypes.Type(value = Framing.EdgeBins.class, name = "edge-bins")
})
public sealed interface Framing extends Serializable {
  /**
   * The time steps of one recording.
   *
   * @param times times of its events in microseconds, ascending; at least one
   */
  Slices slices(int[] times);

  /**
   * Returns the reason why a recording cannot be cut, if so.
   *
   * @param times as {@link #slices} takes them
   */
  default Optional<String> fault(int[] times) {
    return Optional.empty();
  }

  /** Number of time steps of a recording without events; one, as in Tonic, unless all are alike. */
  default int stepsOfSilence() {
    return 1;
  }

  /**
   * The end of all recordings' time steps alike, in microseconds from time 0, behind which events
   * are left out; empty where each recording's own events decide.
   */
  default OptionalLong commonEndUs() {
    return OptionalLong.empty();
  }

  /** Treatment of the events after the last whole window. */
  enum Incomplete {
    /** They are left out. */
    DROP,
    /** They get a time step of their own, which other recordings' last steps are longer than. */
    KEEP;

    /** Number of windows after the first one. */
    private double whole(double beyondFirst) {
      return this == KEEP ? Math.ceil(beyondFirst) : Math.floor(beyondFirst);
    }
  }

  /**
   * Windows of a fixed duration from the first event on, as Tonic's {@code ToFrame(time_window)}.
   * Step {@code k} has the events in {@code [start + k s, start + k s + window)}, where {@code s =
   * window - overlap}; there are {@code max(floor((end - start - window) / s) + 1, 1)} of them, or
   * with {@code ceil} where incomplete ones are kept. An event exactly at the end of the last
   * window is left out, even of one kept: that is Tonic's.
   *
   * @param windowUs duration of a window in microseconds, above 0
   * @param overlapUs duration that neighbouring windows share in microseconds, from 0 to below
   *     {@code windowUs}
   * @param incomplete what becomes of the events after the last whole window
   * @param startUs time of the first window in microseconds, or {@link #OF_EVENTS}: the first
   *     event's
   * @param endUs time at which windows end in microseconds, or {@link #OF_EVENTS}: the last event's
   */
  record TimeWindows(long windowUs, long overlapUs, Incomplete incomplete, long startUs, long endUs)
      implements Framing {
    /** The recording's own first or last event decides. */
    public static final long OF_EVENTS = -1;

    /** The fault of a recording whose times are hardly seconds. */
    public static final String TOO_LONG = "longer than 100 seconds and 5000 time steps";

    private static final long LONGEST_US = 100_000_000;
    private static final int MOST_STEPS = 5000;

    public TimeWindows {
      if (overlapUs >= windowUs) {
        throw new UserErrorException(
            "Windows of %d us cannot overlap by %d us: the overlap must be shorter than the window"
                .formatted(windowUs, overlapUs));
      }
      if (startUs != OF_EVENTS && endUs != OF_EVENTS && endUs <= startUs) {
        throw new UserErrorException(
            "Windows cannot end at %d us, where they start at %d us: the end must be later"
                .formatted(endUs, startUs));
      }
    }

    /** Windows from the first event to the last, without overlap and without an incomplete one. */
    public static TimeWindows of(long windowUs) {
      return new TimeWindows(windowUs, 0, Incomplete.DROP, OF_EVENTS, OF_EVENTS);
    }

    @Override
    public Optional<String> fault(int[] times) {
      long duration = times[times.length - 1] - (long) times[0];
      boolean tooLong =
          endUs == OF_EVENTS
              && duration > LONGEST_US
              && duration / (windowUs - overlapUs) > MOST_STEPS;
      return tooLong ? Optional.of(TOO_LONG) : Optional.empty();
    }

    @Override
    public Slices slices(int[] times) {
      long start = startUs == OF_EVENTS ? times[0] : startUs;
      long end = endUs == OF_EVENTS ? times[times.length - 1] : endUs;
      double stride = (double) (windowUs - overlapUs);
      double more = incomplete.whole((end - start - windowUs) / stride);
      return Slices.byTime(
          times, (int) Math.max(more + 1, 1), (double) start, stride, (double) windowUs);
    }
  }

  /**
   * Windows of a fixed number of events, as Tonic's {@code ToFrame(event_count)}. A recording with
   * fewer events is one window.
   *
   * @param eventCount events a window, at least 1
   * @param overlapEvents events that neighbouring windows share, from 0 to below {@code eventCount}
   * @param incomplete what becomes of the events after the last whole window
   */
  record EventWindows(int eventCount, int overlapEvents, Incomplete incomplete) implements Framing {
    public EventWindows {
      if (overlapEvents >= eventCount) {
        throw new UserErrorException(
            "Windows of %d events cannot overlap by %d: the overlap must be smaller than the window"
                .formatted(eventCount, overlapEvents));
      }
    }

    @Override
    public Slices slices(int[] times) {
      int length = Math.min(eventCount, times.length);
      double stride = eventCount - overlapEvents;
      double more = incomplete.whole((times.length - length) / stride);
      return Slices.byNumber(times.length, (int) more + 1, stride, length);
    }
  }

  /**
   * A fixed number of time steps over each recording's own duration, as Tonic's {@code
   * ToFrame(n_time_bins)}. A step lasts {@code floor((last - first) / bins)} microseconds,
   * lengthened by the overlap; events after the last step, always the last event of all among them,
   * are left out.
   *
   * @param bins number of time steps, at least 1
   * @param overlapFraction fraction of a bin by which bins are lengthened, in [0, 1)
   */
  record TimeBins(int bins, double overlapFraction) implements Framing {
    @Override
    public Slices slices(int[] times) {
      int duration = times[times.length - 1] - times[0];
      double window = duration / bins * (1 + overlapFraction);
      return Slices.byTime(times, bins, times[0], window * (1 - overlapFraction), window);
    }
  }

  /**
   * A fixed number of time steps with the same number of events each, as Tonic's {@code
   * ToFrame(n_event_bins)}: {@code floor(events / bins)}, more by the overlap. The events left over
   * are left out.
   *
   * @param bins number of time steps, at least 1
   * @param overlapFraction fraction of a bin by which bins are enlarged, in [0, 1)
   */
  record EventBins(int bins, double overlapFraction) implements Framing {
    @Override
    public Slices slices(int[] times) {
      int length = (int) (times.length / bins * (1 + overlapFraction));
      int stride = (int) (length * (1 - overlapFraction));
      return Slices.byNumber(times.length, bins, stride, length);
    }
  }

  /**
   * The same time steps for all recordings: {@code bins} equal parts of {@code [0, duration]}, from
   * time 0 on whatever the events are. Bin {@code k} has the events in {@code [k duration / bins,
   * (k + 1) duration / bins)}. The last bin has those at exactly {@code duration} too: in half
   * precision the last events of one second round up to it. Later events are left out.
   *
   * @param bins number of time steps, at least 1
   * @param durationUs their duration together in microseconds, at least 1
   */
  record FixedBins(int bins, long durationUs) implements Framing {
    @Override
    public Slices slices(int[] times) {
      Slices slices = new Slices(bins);
      int from = 0;
      for (int k = 0; k < bins; k++) {
        // In whole numbers: an event at the edge of two bins belongs to the later one.
        long end = k + 1 < bins ? ((k + 1) * durationUs + bins - 1) / bins : durationUs + 1;
        int to = Slices.firstFrom(times, from, (double) end);
        slices.set(k, from, to);
        from = to;
      }
      return slices;
    }

    @Override
    public int stepsOfSilence() {
      return bins;
    }

    @Override
    public OptionalLong commonEndUs() {
      return OptionalLong.of(durationUs);
    }
  }

  /**
   * The same time steps for all recordings, by the edges between them: step {@code k} begins at
   * {@code (k - 1) duration / (bins - 1)}, after {@code numpy.digitize(times, numpy.linspace(0,
   * duration, bins))} in the loaders of sparch and of those who built on it. So the first step,
   * before time 0, has no event, and the last one has the very end. Later events are left out.
   *
   * <p>Times are whole microseconds here. An event less than a microsecond behind an edge that is
   * none comes a step earlier than there: of all times in half precision none with 300 bins of 1.2
   * s, three with 100 of 1 s, and two with 250 of 1 s.
   *
   * @param bins number of time steps, at least 2
   * @param durationUs time of the last edge in microseconds, at least 1
   */
  record EdgeBins(int bins, long durationUs) implements Framing {
    public EdgeBins {
      if (bins < 2) {
        throw new UserErrorException(
            "Edges of bins take at least 2 bins, since no event is in the first");
      }
    }

    @Override
    public Slices slices(int[] times) {
      Slices behind = new FixedBins(bins - 1, durationUs).slices(times);
      Slices slices = new Slices(bins);
      for (int k = 1; k < bins; k++) {
        slices.set(k, behind.from(k - 1), behind.to(k - 1));
      }
      return slices;
    }

    @Override
    public int stepsOfSilence() {
      return bins;
    }

    @Override
    public OptionalLong commonEndUs() {
      return OptionalLong.of(durationUs);
    }
  }
}
