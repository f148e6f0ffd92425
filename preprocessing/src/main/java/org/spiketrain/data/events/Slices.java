package org.spiketrain.data.events;

/**
 * The events of each time step of a recording: step {@code k} has the events {@code from[k]}
 * (inclusive) to {@code to[k]} (exclusive). Steps may overlap, leave events out, or have none.
 */
final class Slices {
  private final int[] from;
  private final int[] to;

  Slices(int steps) {
    this.from = new int[steps];
    this.to = new int[steps];
  }

  /**
   * Steps by time: step {@code k} has the events in {@code [origin + k stride, origin + k stride +
   * length)}. Computed in double precision as NumPy does it, so that fractions fall as in Tonic.
   */
  static Slices byTime(int[] times, int steps, double origin, double stride, double length) {
    Slices slices = new Slices(steps);
    int from = 0;
    int to = 0;
    for (int k = 0; k < steps; k++) {
      double start = k * stride + origin;
      from = firstFrom(times, from, start);
      to = firstFrom(times, Math.max(to, from), start + length);
      slices.set(k, from, to);
    }
    return slices;
  }

  /** Steps by number: step {@code k} has up to {@code length} events from {@code k stride} on. */
  static Slices byNumber(int events, int steps, double stride, int length) {
    Slices slices = new Slices(steps);
    for (int k = 0; k < steps; k++) {
      int from = (int) Math.min(k * stride, events);
      slices.set(k, from, Math.min(from + length, events));
    }
    return slices;
  }

  /** Index of the first event, from {@code low} on, that is not before a time. */
  static int firstFrom(int[] times, int low, double time) {
    // Times are whole: the same events are before a fraction as before the next whole number.
    double bound = Math.ceil(time);
    int least = low;
    int most = times.length;
    while (least < most) {
      int middle = (least + most) >>> 1;
      if (times[middle] < bound) {
        least = middle + 1;
      } else {
        most = middle;
      }
    }
    return least;
  }

  void set(int step, int firstEvent, int afterLast) {
    from[step] = firstEvent;
    to[step] = afterLast;
  }

  int steps() {
    return from.length;
  }

  int from(int step) {
    return from[step];
  }

  /** Index after a step's last event; not below {@link #from}. */
  int to(int step) {
    return to[step];
  }

  /** Number of events that are in at least one step. */
  int kept() {
    int kept = 0;
    int after = 0;
    for (int k = 0; k < from.length; k++) {
      kept += Math.max(0, to[k] - Math.max(from[k], after));
      after = Math.max(after, to[k]);
    }
    return kept;
  }

  /** Number of events over all steps; those in several steps count several times. */
  long events() {
    long events = 0;
    for (int k = 0; k < from.length; k++) {
      events += to[k] - from[k];
    }
    return events;
  }
}
