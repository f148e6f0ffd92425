package org.spiketrain.model.kernel;

import java.util.Arrays;
import org.spiketrain.model.frames.SpikeFrames;

/** The events of one example, step by step, as input of an {@link InferenceLayer}. */
public final class SpikeRows {
  private final int[] rowStart;
  private int[] channel;
  private float[] value;

  private SpikeRows(int[] rowStart, int[] channel, float[] value) {
    this.rowStart = rowStart;
    this.channel = channel;
    this.value = value;
  }

  /** The events of frames. */
  public static SpikeRows of(SpikeFrames frames) {
    float[] value = frames.value();
    if (frames.isBinary()) {
      value = new float[frames.entries()];
      Arrays.fill(value, 1f);
    }
    return new SpikeRows(frames.rowStart(), frames.channel(), value);
  }

  /** The non-zero entries of a sequence [time][width]. */
  public static SpikeRows of(float[][] sequence) {
    SpikeRows rows = new SpikeRows(new int[sequence.length + 1], new int[64], new float[64]);
    int found = 0;
    for (int t = 0; t < sequence.length; t++) {
      for (int j = 0; j < sequence[t].length; j++) {
        if (sequence[t][j] != 0f) {
          rows.put(found++, j, sequence[t][j]);
        }
      }
      rows.rowStart[t + 1] = found;
    }
    return rows;
  }

  private void put(int at, int newChannel, float newValue) {
    if (at == channel.length) {
      channel = Arrays.copyOf(channel, 2 * at);
      value = Arrays.copyOf(value, 2 * at);
    }
    channel[at] = newChannel;
    value[at] = newValue;
  }

  int timeSteps() {
    return rowStart.length - 1;
  }

  int begin(int t) {
    return rowStart[t];
  }

  int end(int t) {
    return rowStart[t + 1];
  }

  int channel(int k) {
    return channel[k];
  }

  float value(int k) {
    return value[k];
  }
}
