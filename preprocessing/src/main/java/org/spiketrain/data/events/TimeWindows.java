package org.spiketrain.data.events;

import org.spiketrain.model.UserErrorException;

/**
 * Windows of a fixed duration from the first event on, as Tonic's {@code ToFrame(time_window)}.
 * Step {@code k} has the events in {@code [start + k s, start + k s + window)}, where {@code s =
 * window - overlap}; there are {@code max(floor((end - start - window) / s) + 1, 1)} of them, or
 * with {@code ceil} where incomplete ones are kept. An event exactly at the end of the last window
 * is left out, even of one kept: that is Tonic's.
 *
 * @param windowUs duration of a window in microseconds, above 0
 * @param overlapUs duration that neighbouring windows share in microseconds, from 0 to below {@code
 *     windowUs}
 * @param incomplete what becomes of the events after the last whole window
 * @param startUs time of the first window in microseconds, or {@link #OF_EVENTS}: the first event's
 * @param endUs time at which windows end in microseconds, or {@link #OF_EVENTS}: the last event's
 */
public record TimeWindows(
    long windowUs, long overlapUs, Incomplete incomplete, long startUs, long endUs)
    implements Framing {
  /** The recording's own first or last event decides. */
  public static final long OF_EVENTS = -1;

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
  public Slices slices(int[] times) {
    long start = startUs == OF_EVENTS ? times[0] : startUs;
    long end = endUs == OF_EVENTS ? times[times.length - 1] : endUs;
    double stride = (double) (windowUs - overlapUs);
    double beyondFirst = (end - start - windowUs) / stride;
    double more = incomplete == Incomplete.KEEP ? Math.ceil(beyondFirst) : Math.floor(beyondFirst);
    return Slices.byTime(
        times, (int) Math.max(more + 1, 1), (double) start, stride, (double) windowUs);
  }
}
