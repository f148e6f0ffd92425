package org.spiketrain.model.kernel;

import java.util.Arrays;
import org.spiketrain.model.frames.SpikeFrames;

/** Rows of which only the entries that are not zero are kept: their channels and values. */
final class SparseRows {
  private int rows;
  private int[] rowStart = new int[1];
  private int[] channel = new int[0];
  private float[] value = new float[0];

  /** A row a time step of frames. */
  static SparseRows of(SpikeFrames frames) {
    SparseRows sparse = new SparseRows();
    sparse.rows = frames.timeSteps();
    sparse.rowStart = frames.rowStart();
    sparse.channel = frames.channel();
    sparse.value = frames.value();
    if (frames.isBinary()) {
      sparse.value = new float[frames.entries()];
      Arrays.fill(sparse.value, 1f);
    }
    return sparse;
  }

  static SparseRows of(float[][] values) {
    SparseRows sparse = new SparseRows();
    for (float[] row : values) {
      sparse.append(row);
    }
    return sparse;
  }

  void clear() {
    rows = 0;
  }

  void append(float[] row) {
    int found = rowStart[rows];
    makeRoom(found + row.length);
    for (int j = 0; j < row.length; j++) {
      if (row[j] != 0f) {
        channel[found] = j;
        value[found++] = row[j];
      }
    }
    rowStart[++rows] = found;
  }

  /** Appends a row of ones in channels below {@code channels}, whose numbers from 1 are given. */
  void appendOnes(float[] numbers, int channels) {
    int found = rowStart[rows];
    makeRoom(found + numbers.length);
    for (float number : numbers) {
      if (number > 0f && number <= channels) {
        channel[found] = (int) number - 1;
        value[found++] = 1f;
      }
    }
    rowStart[++rows] = found;
  }

  void appendZeros() {
    makeRoom(0);
    rowStart[rows + 1] = rowStart[rows];
    rows++;
  }

  private void makeRoom(int entries) {
    if (rowStart.length < rows + 2) {
      rowStart = Arrays.copyOf(rowStart, 2 * (rows + 1));
    }
    if (channel.length < entries) {
      int length = Math.max(entries, 2 * channel.length);
      channel = Arrays.copyOf(channel, length);
      value = Arrays.copyOf(value, length);
    }
  }

  int rows() {
    return rows;
  }

  int entries() {
    return rowStart[rows];
  }

  int begin(int row) {
    return rowStart[row];
  }

  /** The entry after the last of a row. */
  int end(int row) {
    return rowStart[row + 1];
  }

  /** Puts rows in an order of which all that matters is that equal ones are 0 apart. */
  int compareRow(int row, SparseRows other, int otherRow) {
    int from = begin(row);
    int to = end(row);
    int otherFrom = other.begin(otherRow);
    int otherTo = other.end(otherRow);
    int byChannel = Arrays.compare(channel, from, to, other.channel, otherFrom, otherTo);
    return byChannel != 0
        ? byChannel
        : Arrays.compare(value, from, to, other.value, otherFrom, otherTo);
  }

  int channel(int entry) {
    return channel[entry];
  }

  float value(int entry) {
    return value[entry];
  }
}
