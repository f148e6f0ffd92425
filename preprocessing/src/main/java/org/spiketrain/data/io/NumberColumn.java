package org.spiketrain.data.io;

import io.jhdf.dataset.DatasetBase;
import io.jhdf.object.datatype.OrderedDataType;
import java.nio.ByteBuffer;

/** A data set with one whole number a recording, read piece by piece. */
final class NumberColumn {
  private static final int PIECE = 4096;

  private final DatasetBase dataset;
  private final long rows;
  private int[] numbers = {};
  private long first;

  /**
   * @param dataset one-dimensional, of whole numbers as {@link WholeNumbers} reads them
   */
  NumberColumn(DatasetBase dataset) {
    this.dataset = dataset;
    this.rows = dataset.getSize();
  }

  long rows() {
    return rows;
  }

  /** The number of a row, negative if it is larger than any {@code int}. */
  int number(long row) {
    if (row < first || row >= first + numbers.length) {
      int count = (int) Math.min(PIECE, rows - row);
      ByteBuffer bytes = dataset.getSliceDataBuffer(new long[] {row}, new int[] {count});
      bytes.order(((OrderedDataType) dataset.getDataType()).getByteOrder());
      numbers = WholeNumbers.read(bytes, dataset.getDataType());
      first = row;
    }
    return numbers[(int) (row - first)];
  }
}
