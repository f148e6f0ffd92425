package org.spiketrain.model.kernel;

import java.util.Arrays;

/**
 * Log of the neurons of a block that gave an output, row by row, with its value. One thread
 * appends; others may read the rows that it had finished when they last met.
 */
final class EventLog {
  private int[] begin = new int[0];
  private int[] end = new int[0];
  private int size;

  // Replaced as they grow, while others read: whichever they see holds the rows that they may read.
  private volatile int[] neurons = new int[1024];
  private volatile float[] values = new float[1024];

  /** Forgets everything and makes room for the positions of {@code rows} rows. */
  void clear(int rows) {
    size = 0;
    if (begin.length < rows) {
      begin = new int[rows];
      end = new int[rows];
    }
    Arrays.fill(begin, 0, rows, 0);
    Arrays.fill(end, 0, rows, 0);
  }

  /** Logs the non-zero outputs of neurons from {@code first} on; returns how many there are. */
  int append(int row, float[] output, int first) {
    if (size + output.length > neurons.length) {
      int length = Math.max(size + output.length, 2 * neurons.length);
      neurons = Arrays.copyOf(neurons, length);
      values = Arrays.copyOf(values, length);
    }
    int[] neuron = neurons;
    float[] value = values;
    int found = size;
    begin[row] = found;
    for (int j = 0; j < output.length; j++) {
      if (output[j] != 0f) {
        neuron[found] = first + j;
        value[found++] = output[j];
      }
    }
    end[row] = found;
    int count = found - size;
    size = found;
    return count;
  }

  int begin(int row) {
    return begin[row];
  }

  int end(int row) {
    return end[row];
  }

  int[] neurons() {
    return neurons;
  }

  float[] values() {
    return values;
  }
}
