package org.spiketrain.model.kernel;

import java.util.Arrays;

/**
 * Log of the neurons of a block that gave an output, row by row, with its value. One thread
 * appends; others may read the rows that it had finished when they last met.
 */
final class EventLog {
  private static final class Events {
    final int[] neuron;
    final float[] value;

    Events(int[] neuron, float[] value) {
      this.neuron = neuron;
      this.value = value;
    }
  }

  private int[] begin = new int[0];
  private int[] end = new int[0];
  private int size;

  // Replaced as it grows, while others read: whichever they see holds the rows that they may read.
  private volatile Events events = new Events(new int[1024], new float[1024]);

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

  /**
   * Logs the non-zero outputs of a block as the row's events.
   *
   * @param first number of the block's first neuron
   * @return how many there are
   */
  int append(int row, float[] output, int first) {
    Events room = withRoomFor(output.length);
    int[] neuron = room.neuron;
    float[] value = room.value;
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

  private Events withRoomFor(int more) {
    Events room = events;
    if (size + more > room.neuron.length) {
      int length = Math.max(size + more, 2 * room.neuron.length);
      room = new Events(Arrays.copyOf(room.neuron, length), Arrays.copyOf(room.value, length));
      events = room;
    }
    return room;
  }

  int begin(int row) {
    return begin[row];
  }

  int end(int row) {
    return end[row];
  }

  int[] neurons() {
    return events.neuron;
  }

  float[] values() {
    return events.value;
  }
}
