package org.spiketrain.evaluate.baseline;

import java.io.Serializable;
import java.util.Arrays;

/**
 * The numbers of an example that are not 0.
 *
 * @param columns where they stand, ascending
 * @param values the numbers
 */
@SuppressWarnings("ArrayRecordComponent")
record SparseRow(int[] columns, float[] values) implements Serializable {
  /** Of a column's number another one. */
  @FunctionalInterface
  interface Change {
    double of(int column, double value);
  }

  /** The row with its numbers changed. */
  SparseRow map(Change change) {
    float[] changed = new float[values.length];
    for (int k = 0; k < changed.length; k++) {
      changed[k] = (float) change.of(columns[k], values[k]);
    }
    return new SparseRow(columns, changed);
  }

  /** The row in its direction of Euclidean length 1; one of zeros itself. */
  SparseRow unit() {
    double squares = 0;
    for (float value : values) {
      squares += (double) value * value;
    }
    double length = Math.sqrt(squares);
    return length == 0 ? this : map((column, value) -> value / length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SparseRow row
        && Arrays.equals(columns, row.columns)
        && Arrays.equals(values, row.values);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(columns) + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return Arrays.toString(columns) + Arrays.toString(values);
  }
}
