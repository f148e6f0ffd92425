package org.spiketrain.model.encode;

import org.spiketrain.model.api.Spec;
import org.spiketrain.model.api.SpikeEncoder;

/**
 * Latency coding: every input spikes once at most, the earlier the higher its rate. With T time
 * steps a rate r spikes in step {@code round((T - 1) (1 - r))}, halves to the even one; a rate
 * below the threshold never does. That is snnTorch's {@code spikegen.latency} with {@code linear},
 * {@code normalize} and {@code clip}. Nothing is drawn: all examples of the same rates are the
 * same.
 *
 * @param threshold lowest rate that spikes, above 0 and below 1; snnTorch's is 0.01
 */
public record LatencyCoding(double threshold) implements SpikeEncoder {
  /** snnTorch's threshold. */
  public static final double USUAL_THRESHOLD = 0.01;

  /**
   * @throws IllegalArgumentException if the threshold is out of range
   */
  public LatencyCoding {
    if (!(threshold > 0 && threshold < 1)) {
      throw new IllegalArgumentException(
          "threshold %s: expected above 0 and below 1".formatted(threshold));
    }
  }

  @Override
  public void encode(
      float[] rates, int n, long example, int step, int timeSteps, float[] to, int offset) {
    for (int i = 0; i < n; i++) {
      double rate = Math.min(1, rates[i]);
      boolean spikes = rate >= threshold && Math.rint((timeSteps - 1) * (1 - rate)) == step;
      to[offset + i] = spikes ? 1 : 0;
    }
  }

  @Override
  public boolean isOpenEnded() {
    return false;
  }

  @Override
  public String spec() {
    return Spec.of("latency", threshold).toString();
  }
}
