package org.spiketrain.model.kernel;

import java.util.Arrays;

/** The non-zero entries of a sequence's active rows, found by looking at every entry once. */
final class SparseRows {
  private int[] rowStart = new int[1];
  private int[] channel = new int[0];
  private float[] value = new float[0];
  private float[] dense = new float[0];

  /**
   * Collects the entries of the first {@code inputs} columns of {@code x}; gives up as soon as
   * there are more than {@code limit}.
   *
   * @return whether all entries were collected
   */
  boolean scan(NativeRows x, int inputs, SequenceShape shape, int limit) {
    reserve(shape.rows(), limit, inputs);
    int found = 0;
    for (int t = 0; t < shape.timeSteps(); t++) {
      for (int b = 0; b < shape.activeRows(t); b++) {
        int row = shape.firstRow(t) + b;
        rowStart[row] = found;
        if (!shape.isPadded(t, b)) {
          x.load(t * shape.batch() + b, dense);
          found = collect(found, limit);
          if (found > limit) {
            return false;
          }
        }
        rowStart[row + 1] = found;
      }
    }
    return true;
  }

  /**
   * Takes the entries from a sequence of channel numbers from 1; 0 is no entry, and what is above
   * {@code inputs} is passed over.
   */
  void readEvents(NativeRows events, int inputs, SequenceShape shape) {
    int most = shape.rows() * events.width();
    reserve(shape.rows(), most, events.width());
    int found = 0;
    for (int t = 0; t < shape.timeSteps(); t++) {
      for (int b = 0; b < shape.activeRows(t); b++) {
        int row = shape.firstRow(t) + b;
        rowStart[row] = found;
        if (!shape.isPadded(t, b)) {
          events.load(t * shape.batch() + b, dense);
          for (float event : dense) {
            if (event > 0f && event <= inputs) {
              channel[found] = (int) event - 1;
              value[found++] = 1f;
            }
          }
        }
        rowStart[row + 1] = found;
      }
    }
  }

  private void reserve(int rows, int limit, int width) {
    if (rowStart.length <= rows) {
      rowStart = new int[rows + 1];
    }
    if (channel.length < limit) {
      channel = new int[limit];
      value = new float[limit];
    }
    if (dense.length != width) {
      dense = new float[width];
    }
    Arrays.fill(rowStart, 0);
  }

  private int collect(int from, int limit) {
    int found = from;
    for (int j = 0; j < dense.length; j++) {
      if (dense[j] != 0f) {
        if (found >= limit) {
          return limit + 1;
        }
        channel[found] = j;
        value[found++] = dense[j];
      }
    }
    return found;
  }

  int begin(int row) {
    return rowStart[row];
  }

  int end(int row) {
    return rowStart[row + 1];
  }

  int channel(int k) {
    return channel[k];
  }

  float value(int k) {
    return value[k];
  }
}
