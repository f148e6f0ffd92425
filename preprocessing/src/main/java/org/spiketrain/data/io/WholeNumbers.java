package org.spiketrain.data.io;

import io.jhdf.dataset.DatasetBase;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.datatype.FloatingPoint;
import io.jhdf.object.datatype.OrderedDataType;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.bytedeco.javacpp.indexer.HalfIndexer;

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

  /**
   * A data set with one whole number a recording, read piece by piece. Numbers stored as floats are
   * read where they are whole.
   */
  static final class Column {
    /** Stands for a number with a fraction, or NaN. */
    static final int NOT_WHOLE = Integer.MIN_VALUE;

    private static final int PIECE = 4096;

    private final DatasetBase dataset;
    private final long rows;
    private int[] numbers = {};
    private long first;

    /** Takes a data set that {@link #canRead} finds good. */
    Column(DatasetBase dataset) {
      this.dataset = dataset;
      this.rows = dataset.getSize();
    }

    static boolean canRead(StoredData data) {
      return data.isLine()
          && (WholeNumbers.canRead(data.type()) || Microseconds.canRead(data.type()));
    }

    long rows() {
      return rows;
    }

    /** The number of a row, negative if it is larger than any {@code int}. */
    int number(long row) {
      if (row < first || row >= first + numbers.length) {
        numbers = piece(row, (int) Math.min(PIECE, rows - row));
        first = row;
      }
      return numbers[(int) (row - first)];
    }

    private int[] piece(long row, int count) {
      long[] from = new long[dataset.getDimensions().length];
      int[] lengths = new int[from.length];
      Arrays.fill(lengths, 1);
      int along = longest();
      from[along] = row;
      lengths[along] = count;
      DataType type = dataset.getDataType();
      ByteBuffer bytes = dataset.getSliceDataBuffer(from, lengths);
      bytes.order(((OrderedDataType) type).getByteOrder());
      return type instanceof FloatingPoint ? ofFloats(bytes, type.getSize()) : read(bytes, type);
    }

    private int longest() {
      long[] dimensions = dataset.getDimensionsAsLong();
      int longest = 0;
      for (int k = 1; k < dimensions.length; k++) {
        longest = dimensions[k] > dimensions[longest] ? k : longest;
      }
      return longest;
    }

    private static int[] ofFloats(ByteBuffer bytes, int size) {
      int[] numbers = new int[bytes.remaining() / size];
      for (int k = 0, at = bytes.position(); k < numbers.length; k++, at += size) {
        double number =
            switch (size) {
              case Short.BYTES -> HalfIndexer.toFloat(Short.toUnsignedInt(bytes.getShort(at)));
              case Float.BYTES -> bytes.getFloat(at);
              default -> bytes.getDouble(at);
            };
        numbers[k] = number == Math.rint(number) ? ofLong((long) number) : NOT_WHOLE;
      }
      return numbers;
    }
  }
}
