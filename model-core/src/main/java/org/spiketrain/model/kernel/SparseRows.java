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

  /**
   * What a row has in its first channels, to be compared with other rows; nobody changes them
   * meanwhile.
   *
   * @param rows has the row
   * @param row its number
   * @param channels number of the first channels, which count
   */
  record Row(SparseRows rows, int row, int channels) {
    private int next(int entry) {
      int next = entry;
      while (next < rows.end(row) && rows.channel[next] >= channels) {
        next++;
      }
      return next;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Row another && hasEntriesOf(another);
    }

    private boolean hasEntriesOf(Row other) {
      int k = next(rows.begin(row));
      int l = other.next(other.rows.begin(other.row));
      while (k < rows.end(row) && l < other.rows.end(other.row)) {
        if (rows.channel[k] != other.rows.channel[l]
            || Float.compare(rows.value[k], other.rows.value[l]) != 0) {
          return false;
        }
        k = next(k + 1);
        l = other.next(l + 1);
      }
      return k == rows.end(row) && l == other.rows.end(other.row);
    }

    @Override
    public int hashCode() {
      int hash = 1;
      for (int k = next(rows.begin(row)); k < rows.end(row); k = next(k + 1)) {
        hash = 31 * (31 * hash + rows.channel[k]) + Float.floatToIntBits(rows.value[k]);
      }
      return hash;
    }
  }

  int channel(int entry) {
    return channel[entry];
  }

  float value(int entry) {
    return value[entry];
  }
}
