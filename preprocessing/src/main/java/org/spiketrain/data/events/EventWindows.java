package org.spiketrain.data.events;

import org.spiketrain.model.UserErrorException;

/**
 * Windows of a fixed number of events, as Tonic's {@code ToFrame(event_count)}. A recording with
 * fewer events is one window.
 *
 * @param eventCount events a window, at least 1
 * @param overlapEvents events that neighbouring windows share, from 0 to below {@code eventCount}
 * @param incomplete what becomes of the events after the last whole window
 */
public record EventWindows(int eventCount, int overlapEvents, Incomplete incomplete)
    implements Framing {
  public EventWindows {
    if (overlapEvents >= eventCount) {
      throw new UserErrorException(
          "Windows of %d events cannot overlap by %d: the overlap must be smaller than the window"
              .formatted(eventCount, overlapEvents));
    }
  }

  @Override
  public Slices slices(int[] times) {
    int events = times.length;
    int length = Math.min(eventCount, events);
    double stride = eventCount - overlapEvents;
    double beyondFirst = (events - length) / stride;
    double more = incomplete == Incomplete.KEEP ? Math.ceil(beyondFirst) : Math.floor(beyondFirst);
    return Slices.byNumber(events, (int) more + 1, stride, length);
  }
}
