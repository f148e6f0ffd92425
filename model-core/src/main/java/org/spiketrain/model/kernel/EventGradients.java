package org.spiketrain.model.kernel;

import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Adds up the gradient of weight rows that events asked for. The events of a window of rows wait
 * until they can be added weight row by weight row: several gradients then go onto a weight row in
 * one pass, instead of one weight row after another being loaded and stored for each event.
 */
final class EventGradients {
  private final BlockGradients gradients;
  private final WeightRows adder = new WeightRows();
  private final int channels;
  private final int[] end;
  private int[] channel = new int[256];
  private int[] slot = new int[256];
  private float[] value = new float[256];
  private int[] sorted = new int[256];
  private int waiting;

  /**
   * @param channels rows of the weight matrix
   */
  EventGradients(int channels, BlockGradients gradients) {
    this.gradients = gradients;
    this.channels = channels;
    this.end = new int[channels + 1];
  }

  /** Starts from zero. */
  void clear() {
    gradients.clear();
    waiting = 0;
  }

  /** Takes an event of the row whose gradient will be in the window's {@code atSlot}. */
  void add(int ofChannel, float ofValue, int atSlot) {
    if (waiting == channel.length) {
      grow();
    }
    channel[waiting] = ofChannel;
    value[waiting] = ofValue;
    slot[waiting++] = atSlot;
  }

  private void grow() {
    int length = 2 * waiting;
    channel = Arrays.copyOf(channel, length);
    slot = Arrays.copyOf(slot, length);
    value = Arrays.copyOf(value, length);
    sorted = new int[length];
  }

  /**
   * Adds up what waits.
   *
   * @param window gradients by the pre-activations, [slot][gate][neuron of the block]
   */
  void flush(float[][][] window) {
    sort();
    int from = 0;
    for (int c = 0; c < channels; c++) {
      if (end[c] > from) {
        addUp(gradients.row(c), window, from, end[c]);
        from = end[c];
      }
    }
    waiting = 0;
  }

  /** Adds up what waits and writes all rows of the matrix. */
  void finish(float[][][] window, FloatPointer target) {
    sort();
    int from = 0;
    for (int c = 0; c < channels; c++) {
      if (end[c] > from) {
        float[][] row = gradients.lastOf(c);
        addUp(row, window, from, end[c]);
        gradients.store(c, row, target);
        from = end[c];
      } else {
        gradients.storeUntouched(c, target);
      }
    }
    waiting = 0;
  }

  private void addUp(float[][] row, float[][][] window, int from, int to) {
    for (int k = from; k < to; k++) {
      int event = sorted[k];
      adder.add(window[slot[event]], value[event], row);
    }
    adder.flush(row);
  }

  /** Sorts by channel, stably; leaves in {@code end} where each channel's events end. */
  private void sort() {
    Arrays.fill(end, 0);
    for (int k = 0; k < waiting; k++) {
      end[channel[k] + 1]++;
    }
    for (int c = 1; c < end.length; c++) {
      end[c] += end[c - 1];
    }
    for (int k = 0; k < waiting; k++) {
      sorted[end[channel[k]]++] = k;
    }
  }
}
