package org.spiketrain.data.io;

import io.jhdf.dataset.DatasetBase;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.datatype.OrderedDataType;
import java.nio.ByteBuffer;

/** Whole numbers as they are stored: 1, 2, 4 or 8 bytes, with or without a sign. */
final class WholeNumbers {
  /** Stands for a number that no {@code int} can hold: out of every range. */
  private static final int TOO_LARGE = -1;

  private WholeNumbers() {}

  static boolean canRead(DataType type) {
    return type instanceof FixedPoint
        && (type.getSize() == Byte.BYTES
            || type.getSize() == Short.BYTES
            || type.getSize() == Integer.BYTES
            || type.getSize() == Long.BYTES);
  }

  static int[] read(ByteBuffer row, DataType type) {
    boolean signed = ((FixedPoint) type).isSigned();
    int size = type.getSize();
    int[] numbers = new int[row.remaining() / size];
    if (size == Short.BYTES && !signed) {
      // As the published files have them.
      for (int k = 0, at = row.position(); k < numbers.length; k++, at += Short.BYTES) {
        numbers[k] = Short.toUnsignedInt(row.getShort(at));
      }
      return numbers;
    }
    for (int k = 0, at = row.position(); k < numbers.length; k++, at += size) {
      numbers[k] = number(row, at, size, signed);
    }
    return numbers;
  }

  private static int number(ByteBuffer row, int at, int size, boolean signed) {
    return switch (size) {
      case Byte.BYTES -> signed ? row.get(at) : Byte.toUnsignedInt(row.get(at));
      case Short.BYTES -> signed ? row.getShort(at) : Short.toUnsignedInt(row.getShort(at));
      case Integer.BYTES -> signed || row.getInt(at) >= 0 ? row.getInt(at) : TOO_LARGE;
      default -> ofLong(row.getLong(at));
    };
  }

  private static int ofLong(long number) {
    return number == (int) number ? (int) number : TOO_LARGE;
  }

  /** A data set of one dimension with one whole number a recording, read piece by piece. */
  static final class Column {
    private static final int PIECE = 4096;

    private final DatasetBase dataset;
    private final long rows;
    private int[] numbers = {};
    private long first;

    Column(DatasetBase dataset) {
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
        numbers = read(bytes, dataset.getDataType());
        first = row;
      }
      return numbers[(int) (row - first)];
    }
  }
}
