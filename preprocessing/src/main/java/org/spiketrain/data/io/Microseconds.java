package org.spiketrain.data.io;

import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.FloatingPoint;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import org.bytedeco.javacpp.indexer.HalfIndexer;

/**
 * Times as they are stored, in seconds, to whole microseconds: {@code trunc(float32(t) * 1e6)}, the
 * product in single precision, as Tonic computes it with NumPy below 2. Times in double precision
 * are multiplied in double precision.
 *
 * <p>What is no such time has a negative number of its own, so that the rows can be checked later.
 */
public final class Microseconds {
  static final int NOT_A_NUMBER = -2;
  static final int NEGATIVE = -1;

  /** Stands for a time of more than 2147 seconds, 2^31 microseconds. */
  static final int TOO_LATE = -3;

  /** What a file must have, for messages. */
  static final String EXPECTED =
      "times in seconds as floating-point numbers of 16, 32 or 64 bits (whole numbers are no"
          + " seconds: divide milliseconds by 1,000, microseconds by 1,000,000)";

  /** Stands for a time before the one ahead of it, which truncation may hide. */
  private static final int DESCENDING = -4;

  private static final float MICROSECONDS_A_SECOND = 1e6f;
  private static final int[] OF_HALF = ofHalf();

  private Microseconds() {}

  private static int[] ofHalf() {
    int[] table = new int[1 << Short.SIZE];
    Arrays.setAll(table, bits -> of(HalfIndexer.toFloat(bits)));
    return table;
  }

  static boolean canRead(DataType type) {
    return type instanceof FloatingPoint
        && (type.getSize() == Short.BYTES
            || type.getSize() == Float.BYTES
            || type.getSize() == Double.BYTES);
  }

  static int[] read(ByteBuffer row, DataType type) {
    int size = type.getSize();
    int[] times = new int[row.remaining() / size];
    if (size == Short.BYTES) {
      // As the published files have them.
      for (int k = 0, at = row.position(); k < times.length; k++, at += size) {
        times[k] = ofHalfBits(row.getShort(at));
      }
      return times;
    }
    for (int k = 0, at = row.position(); k < times.length; k++, at += size) {
      times[k] = size == Float.BYTES ? of(row.getFloat(at)) : of(row.getDouble(at));
    }
    return times;
  }

  static int ofHalfBits(short bits) {
    return OF_HALF[Short.toUnsignedInt(bits)];
  }

  private static int of(float seconds) {
    return checked(seconds, product(seconds));
  }

  private static int of(double seconds) {
    return checked(seconds, product(seconds));
  }

  /** Microseconds of seconds, not truncated; the product is of single precision. */
  public static float product(float seconds) {
    return seconds * MICROSECONDS_A_SECOND;
  }

  /** Microseconds of seconds, not truncated. */
  public static double product(double seconds) {
    return seconds * MICROSECONDS_A_SECOND;
  }

  /**
   * Times that are multiplied by a factor after they are whole microseconds, and truncated again.
   * Between the two they may be longer than a recording can be.
   *
   * @param count number of the times
   * @param products a time's {@link #product}
   * @return as in {@link RawRecording#times}
   */
  public static int[] scaled(int count, IntToDoubleFunction products, double factor) {
    int[] times = new int[count];
    double previous = 0;
    for (int k = 0; k < count; k++) {
      double microseconds = products.applyAsDouble(k);
      double whole = Math.floor(microseconds);
      times[k] =
          whole >= 0 && whole < previous ? DESCENDING : checked(microseconds, whole * factor);
      previous = whole;
    }
    return times;
  }

  private static int checked(double seconds, double microseconds) {
    if (Double.isNaN(seconds)) {
      return NOT_A_NUMBER;
    }
    if (seconds < 0) {
      return NEGATIVE;
    }
    return microseconds > Integer.MAX_VALUE ? TOO_LATE : (int) microseconds;
  }
}
