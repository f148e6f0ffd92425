package org.spiketrain.data.events;

import java.io.Serializable;

/**
 * Tonic's {@code Downsample}: times and channels are multiplied by factors and truncated to whole
 * numbers. No event is left out, none are merged.
 *
 * @param timeFactor factor of the times, above 0
 * @param spatialFactor factor of the channels, above 0
 */
public record Downsample(double timeFactor, double spatialFactor) implements Serializable {
  /** Leaves everything as it is. */
  public static final Downsample NONE = new Downsample(1, 1);

  /**
   * Times times the factor.
   *
   * @param times in microseconds
   * @return a new array, or the same where the factor is 1
   */
  int[] times(int[] times) {
    if (timeFactor == 1) {
      return times;
    }
    int[] scaled = new int[times.length];
    for (int k = 0; k < times.length; k++) {
      scaled[k] = (int) (times[k] * timeFactor);
    }
    return scaled;
  }

  /** The new channel of an old one. */
  int channel(int channel) {
    return (int) (channel * spatialFactor);
  }
}
