package org.spiketrain.data.audio;

import java.util.Arrays;

/** Spikes of a sound, ascending in time, with channels. The arrays are not to be changed. */
@SuppressWarnings("ArrayRecordComponent")
record Spikes(float[] seconds, int[] units) {
  /** Collects spikes in any order. */
  static final class Collector {
    private final int channels;
    private final int rate;
    private long[] found = new long[1024];
    private int count;

    /**
     * A collector without spikes.
     *
     * @param rate samples a second
     */
    Collector(int channels, int rate) {
      this.channels = channels;
      this.rate = rate;
    }

    void add(int sample, int channel) {
      if (count == found.length) {
        found = Arrays.copyOf(found, 2 * count);
      }
      found[count++] = (long) sample * channels + channel;
    }

    /** The spikes by time, and at the same time by channel. */
    Spikes sorted() {
      Arrays.sort(found, 0, count);
      float[] seconds = new float[count];
      int[] units = new int[count];
      for (int k = 0; k < count; k++) {
        seconds[k] = (float) (found[k] / channels) / rate;
        units[k] = (int) (found[k] % channels);
      }
      return new Spikes(seconds, units);
    }
  }
}
