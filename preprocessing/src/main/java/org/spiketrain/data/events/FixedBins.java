package org.spiketrain.data.events;

/**
 * The same time steps for all recordings: {@code bins} equal parts of {@code [0, duration]}, from
 * time 0 on whatever the events are. Bin {@code k} has the events in {@code [k duration / bins, (k
 * + 1) duration / bins)}. The last bin has those at exactly {@code duration} too: in half precision
 * the last events of one second round up to it. Later events are left out.
 *
 * @param bins number of time steps, at least 1
 * @param durationUs their duration together in microseconds, at least 1
 */
public record FixedBins(int bins, long durationUs) implements Framing {
  @Override
  public Slices slices(int[] times) {
    Slices slices = Slices.empty(bins);
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
}
