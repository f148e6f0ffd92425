package org.spiketrain.data.events;

/**
 * A fixed number of time steps over each recording's own duration, as Tonic's {@code
 * ToFrame(n_time_bins)}. A step lasts {@code floor((last - first) / bins)} microseconds, lengthened
 * by the overlap; events after the last step, always the last event of all among them, are left
 * out.
 *
 * @param bins number of time steps, at least 1
 * @param overlapFraction fraction of a bin by which bins are lengthened, in [0, 1)
 */
public record TimeBins(int bins, double overlapFraction) implements Framing {
  @Override
  public Slices slices(int[] times) {
    int duration = times[times.length - 1] - times[0];
    double window = duration / bins * (1 + overlapFraction);
    return Slices.byTime(times, bins, times[0], window * (1 - overlapFraction), window);
  }
}
