package org.spiketrain.data.events;

/**
 * A fixed number of time steps with the same number of events each, as Tonic's {@code
 * ToFrame(n_event_bins)}: {@code floor(events / bins)}, more by the overlap. The events left over
 * are left out.
 *
 * @param bins number of time steps, at least 1
 * @param overlapFraction fraction of a bin by which bins are enlarged, in [0, 1)
 */
public record EventBins(int bins, double overlapFraction) implements Framing {
  @Override
  public Slices slices(int[] times) {
    int length = (int) (times.length / bins * (1 + overlapFraction));
    int stride = (int) (length * (1 - overlapFraction));
    return Slices.byNumber(times.length, bins, stride, length);
  }
}
