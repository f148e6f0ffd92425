package org.spiketrain.model.frames;

import java.io.Serializable;
import java.util.Arrays;

/**
 * One example's spike tensor, sparse over time: for every time step the channels that spike.
 *
 * <p>Row {@code t} holds the entries {@code rowStart[t]} (inclusive) to {@code rowStart[t + 1]}
 * (exclusive) of {@code channel} and {@code value}. The arrays belong to this object once handed
 * over and must not be changed.
 *
 * @param channels number of channels, at least 1
 * @param rowStart start of each time step's entries, length time steps + 1, ascending from 0
 * @param channel spiking channels, each in [0, channels), strictly ascending within a time step
 * @param value one value (a spike count, a rate) an entry, or an empty array where all are 1: a
 *     spike train
 */
@SuppressWarnings("ArrayRecordComponent")
public record SpikeFrames(int channels, int[] rowStart, int[] channel, float[] value)
    implements Serializable {
  private static final float[] ALL_ONES = {};

  /**
   * @throws IllegalArgumentException if the arrays do not fit together
   */
  public SpikeFrames {
    if (rowStart.length == 0 || rowStart[0] != 0) {
      throw new IllegalArgumentException("rowStart must begin with 0");
    }
    int entries = rowStart[rowStart.length - 1];
    if (entries != channel.length || (value.length != 0 && value.length != entries)) {
      throw new IllegalArgumentException(
          "rowStart ends at %d, but there are %d channels and %d values"
              .formatted(entries, channel.length, value.length));
    }
    for (int t = 0; t + 1 < rowStart.length; t++) {
      checkRow(t, channels, rowStart, channel);
    }
  }

  private static void checkRow(int t, int channels, int[] rowStart, int[] channel) {
    if (rowStart[t] > rowStart[t + 1] || rowStart[t + 1] > channel.length) {
      throw new IllegalArgumentException("rowStart descends or overruns at time step " + t);
    }
    int previous = -1;
    for (int k = rowStart[t]; k < rowStart[t + 1]; k++) {
      if (channel[k] <= previous || channel[k] >= channels) {
        throw new IllegalArgumentException(
            "channel %d at time step %d: expected ascending channels in [0, %d)"
                .formatted(channel[k], t, channels));
      }
      previous = channel[k];
    }
  }

  /** Frames in which each listed channel spikes once. */
  public static SpikeFrames binary(int channels, int[] rowStart, int[] channel) {
    return new SpikeFrames(channels, rowStart, channel, ALL_ONES);
  }

  /** One spike a time step: channel {@code index[t]} at time step {@code t}. */
  public static SpikeFrames oneHot(int channels, int[] index) {
    int[] rowStart = new int[index.length + 1];
    Arrays.setAll(rowStart, t -> t);
    return binary(channels, rowStart, index);
  }

  public int timeSteps() {
    return rowStart.length - 1;
  }

  /** Returns whether every entry is a single spike. */
  public boolean isBinary() {
    return value.length == 0;
  }

  /** Value of entry {@code k}: 1 in binary frames. */
  public float valueAt(int k) {
    return value.length == 0 ? 1f : value[k];
  }

  /** The first channel of each time step, of which none is silent: of sentences their words. */
  public int[] firstChannels() {
    int[] first = new int[timeSteps()];
    Arrays.setAll(first, t -> channel[rowStart[t]]);
    return first;
  }

  /** Number of entries over all time steps. */
  public int entries() {
    return channel.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SpikeFrames that
        && channels == that.channels
        && Arrays.equals(rowStart, that.rowStart)
        && Arrays.equals(channel, that.channel)
        && Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    // Not that of Arrays: by 31, sequences of small numbers meet in a few values.
    int hash = Arrays.hashCode(rowStart);
    for (int spiking : channel) {
      hash = (hash + spiking) * 0x9E3779B1;
    }
    return hash ^ (hash >>> 16);
  }

  @Override
  public String toString() {
    return "SpikeFrames[" + timeSteps() + " x " + channels + ", " + entries() + " entries]";
  }
}
