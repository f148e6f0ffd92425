package org.spiketrain.model.kernel;

import java.io.Serializable;

/**
 * How long each input channel is held back before it reaches a layer, in time steps and parts of
 * them. A delay between two whole numbers gives each of the two its share:
 *
 * <pre>
 *   y[t, c] = (1 - late) x[t - whole, c] + late x[t - whole - 1, c],    whole + late = delay of c
 * </pre>
 *
 * <p>Before the first step there is nothing; what would come out after the last one is lost.
 * Immutable.
 */
public final class DelayLine implements Serializable {
  /** Holds nothing back. */
  public static final DelayLine NONE = new DelayLine(new float[0], 0);

  private static final long serialVersionUID = 1L;

  private final int[] whole;
  private final float[] late;

  /**
   * @param shares delay of each channel as a share of the longest, in [0, 1]
   * @param longest longest delay in time steps
   */
  public DelayLine(float[] shares, int longest) {
    whole = new int[shares.length];
    late = new float[shares.length];
    for (int c = 0; c < shares.length; c++) {
      float steps = shares[c] * longest;
      whole[c] = (int) steps;
      late[c] = steps - whole[c];
    }
  }

  int channels() {
    return whole.length;
  }

  /** Whole time steps that a channel is held back. */
  int whole(int channel) {
    return whole[channel];
  }

  /** The part of a time step that it is held back beyond them, in [0, 1). */
  float late(int channel) {
    return late[channel];
  }

  /** The events of an example, held back; one that falls between two steps becomes two. */
  public SpikeRows apply(SpikeRows input) {
    return channels() == 0 ? input : held(input);
  }

  private SpikeRows held(SpikeRows input) {
    int steps = input.timeSteps();
    int[] rowStart = new int[steps + 1];
    forEach(input, (t, channel, value) -> rowStart[t + 1]++);
    for (int t = 0; t < steps; t++) {
      rowStart[t + 1] += rowStart[t];
    }
    int[] next = rowStart.clone();
    int[] channels = new int[rowStart[steps]];
    float[] values = new float[rowStart[steps]];
    forEach(
        input,
        (t, channel, value) -> {
          channels[next[t]] = channel;
          values[next[t]++] = value;
        });
    return new SpikeRows(rowStart, channels, values);
  }

  /** What happens to an event that comes out. */
  private interface Arrival {
    void at(int step, int channel, float value);
  }

  private void forEach(SpikeRows input, Arrival arrival) {
    int steps = input.timeSteps();
    for (int t = 0; t < steps; t++) {
      for (int k = input.begin(t); k < input.end(t); k++) {
        int channel = input.channel(k);
        int step = t + whole[channel];
        if (step < steps) {
          arrival.at(step, channel, (1f - late[channel]) * input.value(k));
        }
        if (step + 1 < steps && late[channel] != 0f) {
          arrival.at(step + 1, channel, late[channel] * input.value(k));
        }
      }
    }
  }
}
