package org.spiketrain.model.frames;

import java.io.Serializable;
import java.util.Arrays;

/**
 * One example's spike tensor, sparse over time: for every time step the channels that spike.
 *
 * <p>Row {@code t} holds the entries {@code rowStart[t]} (inclusive) to {@code rowStart[t + 1]}
 * (exclusive) of {@code channel} and {@code value}, in ascending channel order. An empty {@code
 * value} means that every entry is 1: a spike train. The arrays belong to this object once handed
 * over and must not be changed.
 */
public final class SpikeFrames implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final float[] ALL_ONES = {};

  private final int channels;
  private final int[] rowStart;
  private final int[] channel;
  private final float[] value;

  private SpikeFrames(int channels, int[] rowStart, int[] channel, float[] value) {
    this.channels = channels;
    this.rowStart = rowStart;
    this.channel = channel;
    this.value = value;
  }

  /** Binary frames: each listed channel spikes once; otherwise as {@link #weighted}. */
  public static SpikeFrames binary(int channels, int[] rowStart, int[] channel) {
    return weighted(channels, rowStart, channel, ALL_ONES);
  }

  /**
   * Frames with a value (a spike count, a rate) at each entry.
   *
   * @param channels number of channels, at least 1
   * @param rowStart start of each time step's entries, length time steps + 1, ascending from 0
   * @param channel spiking channels, each in [0, channels), strictly ascending within a time step
   * @param value one value an entry, or an empty array where all are 1
   * @throws IllegalArgumentException if the arrays do not fit together
   */
  public static SpikeFrames weighted(int channels, int[] rowStart, int[] channel, float[] value) {
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
    return new SpikeFrames(channels, rowStart, channel, value);
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

  /** One spike a time step: channel {@code index[t]} at time step {@code t}. */
  public static SpikeFrames oneHot(int channels, int[] index) {
    int[] rowStart = new int[index.length + 1];
    Arrays.setAll(rowStart, t -> t);
    return binary(channels, rowStart, index);
  }

  public int timeSteps() {
    return rowStart.length - 1;
  }

  public int channels() {
    return channels;
  }

  /** Start of each time step's entries; length {@code timeSteps() + 1}. Not to be changed. */
  public int[] rowStart() {
    return rowStart;
  }

  /** Channel of each entry. Not to be changed. */
  public int[] channel() {
    return channel;
  }

  /** Value of each entry, or an empty array where all are 1. Not to be changed. */
  public float[] value() {
    return value;
  }

  /** Returns whether every entry is a single spike. */
  public boolean isBinary() {
    return value.length == 0;
  }

  /** Value of entry {@code k}: 1 in binary frames. */
  public float valueAt(int k) {
    return value.length == 0 ? 1f : value[k];
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
    return 31 * Arrays.hashCode(channel) + Arrays.hashCode(rowStart) + channels;
  }

  @Override
  public String toString() {
    return "SpikeFrames[" + timeSteps() + " x " + channels + ", " + entries() + " entries]";
  }
}
