package org.spiketrain.model.kernel;

import java.util.Arrays;

/** The non-zero entries of a sequence's active rows. */
final class SparseRows {
  private static final int SAMPLE = 16;

  private int[] rowStart = new int[1];
  private int[] channel = new int[0];
  private float[] value = new float[0];
  private float[] row = new float[0];
  private int found;

  /** Appends the entries of {@link #row}; false if there is no room for all of them. */
  private interface Collector {
    boolean collect();
  }

  /**
   * Collects the entries of the first {@code inputs} columns of {@code x}, looking at every one
   * once; gives up as soon as there are more than {@code limit}.
   *
   * @return whether all entries were collected
   */
  boolean scan(NativeRows x, int inputs, SequenceShape shape, int limit) {
    reserve(shape.rows(), limit, inputs);
    return walk(x, shape, () -> collectNonZero(limit));
  }

  /**
   * Takes the entries from a sequence of channel numbers from 1; 0 is no entry, and what is above
   * {@code inputs} is passed over.
   */
  void readEvents(NativeRows events, int inputs, SequenceShape shape) {
    reserve(shape.rows(), shape.rows() * events.width(), events.width());
    walk(events, shape, () -> collectChannels(inputs));
  }

  /** Fraction of non-zero entries among the first {@code inputs} columns, from every 16th row. */
  double density(NativeRows x, int inputs, SequenceShape shape) {
    if (row.length != inputs) {
      row = new float[inputs];
    }
    long entries = 0;
    long rows = 0;
    for (int t = 0; t < shape.timeSteps(); t++) {
      for (int b = t % SAMPLE; b < shape.activeRows(t); b += SAMPLE) {
        x.load(t * shape.batch() + b, row);
        for (float v : row) {
          entries += v == 0f ? 0 : 1;
        }
        rows++;
      }
    }
    return rows == 0 ? 0 : (double) entries / (rows * inputs);
  }

  private boolean walk(NativeRows rows, SequenceShape shape, Collector collector) {
    found = 0;
    boolean all = true;
    for (int t = 0; t < shape.timeSteps() && all; t++) {
      for (int b = 0; b < shape.activeRows(t) && all; b++) {
        int r = shape.firstRow(t) + b;
        if (!shape.isPadded(t, b)) {
          rows.load(t * shape.batch() + b, row);
          all = collector.collect();
        }
        rowStart[r + 1] = found;
      }
    }
    return all;
  }

  private void reserve(int rows, int limit, int width) {
    if (rowStart.length <= rows) {
      rowStart = new int[rows + 1];
    }
    if (channel.length < limit) {
      channel = new int[limit];
      value = new float[limit];
    }
    if (row.length != width) {
      row = new float[width];
    }
    Arrays.fill(rowStart, 0);
  }

  private boolean collectNonZero(int limit) {
    for (int j = 0; j < row.length; j++) {
      if (row[j] != 0f) {
        if (found >= limit) {
          return false;
        }
        channel[found] = j;
        value[found++] = row[j];
      }
    }
    return true;
  }

  private boolean collectChannels(int inputs) {
    for (float event : row) {
      if (event > 0f && event <= inputs) {
        channel[found] = (int) event - 1;
        value[found++] = 1f;
      }
    }
    return true;
  }

  int begin(int r) {
    return rowStart[r];
  }

  int end(int r) {
    return rowStart[r + 1];
  }

  int channel(int k) {
    return channel[k];
  }

  float value(int k) {
    return value[k];
  }
}
