package org.spiketrain.model.zoo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * An array of real numbers as {@code numpy.save} writes it ({@code .npy}, versions 1 to 3), as
 * floats.
 *
 * @param shape its sizes; empty of a single number
 * @param values row-major
 */
@SuppressWarnings("ArrayRecordComponent")
record NumpyArray(long[] shape, float[] values) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  /** Magic, two bytes of version, then the length of the header. */
  private static final int VERSION = 6;

  private static final int LENGTH = 8;

  private static final Pattern TYPE = Pattern.compile("'descr': *'([^']*)'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order': *(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape': *\\(([0-9, ]*)\\)");

  /**
   * Reads a file.
   *
   * @param bytes all of it
   * @throws IOException if it is cut off, or no array of finite floats or doubles in row-major
   *     order
   */
  static NumpyArray read(byte[] bytes) throws IOException {
    if (bytes.length < LENGTH + 4
        || !Arrays.equals(MAGIC, Arrays.copyOf(bytes, MAGIC.length))
        || bytes[VERSION] < 1
        || bytes[VERSION] > 3) {
      throw new IOException("it is no array that numpy.save wrote");
    }
    ByteBuffer data = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(LENGTH);
    int length = bytes[VERSION] == 1 ? data.getShort() & 0xFFFF : data.getInt();
    if (length < 0 || length > data.remaining()) {
      throw new IOException("its header is cut off");
    }
    String header = new String(bytes, data.position(), length, StandardCharsets.ISO_8859_1);
    data.position(data.position() + length);
    if (field(ORDER, header).equals("True")) {
      throw new IOException("it is not in row-major order: save it with numpy.ascontiguousarray");
    }
    long[] shape = shape(field(SHAPE, header));
    return new NumpyArray(shape, values(data, field(TYPE, header), shape));
  }

  private static String field(Pattern pattern, String header) throws IOException {
    Matcher matcher = pattern.matcher(header);
    if (!matcher.find()) {
      throw new IOException(
          "its header is not one of numpy.save: " + ArchiveEntries.shortened(header));
    }
    return matcher.group(1);
  }

  private static long[] shape(String sizes) throws IOException {
    long[] shape;
    try {
      shape =
          Stream.of(sizes.split(",", -1))
              .map(String::strip)
              .filter(size -> !size.isEmpty())
              .mapToLong(Long::parseLong)
              .toArray();
    } catch (NumberFormatException e) {
      throw new IOException("its shape is (%s)".formatted(ArchiveEntries.shortened(sizes)), e);
    }
    if (LongStream.of(shape).anyMatch(size -> size == 0)) {
      throw new IOException(
          "it has no numbers, its shape is (%s)".formatted(ArchiveEntries.shortened(sizes)));
    }
    return shape;
  }

  private static float[] values(ByteBuffer data, String type, long[] shape) throws IOException {
    boolean isDouble = type.equals("<f8");
    if (!isDouble && !type.equals("<f4")) {
      throw new IOException(
          "it has numbers of type '%s', not '<f4' or '<f8'"
              .formatted(ArchiveEntries.shortened(type)));
    }
    int size = isDouble ? Double.BYTES : Float.BYTES;
    if (data.remaining() % size != 0 || data.remaining() / size != count(shape)) {
      throw new IOException(
          "it declares the shape %s, but has %d bytes of numbers"
              .formatted(Arrays.toString(shape), data.remaining()));
    }
    float[] values = new float[data.remaining() / size];
    for (int k = 0; k < values.length; k++) {
      values[k] = isDouble ? (float) data.getDouble() : data.getFloat();
      if (!Float.isFinite(values[k])) {
        throw new IOException("number %d of %d is %s".formatted(k + 1, values.length, values[k]));
      }
    }
    return values;
  }

  /** The product of the sizes, none of them 0; -1 where it would be more than any file has. */
  private static long count(long[] shape) {
    long count = 1;
    for (long size : shape) {
      if (count > Integer.MAX_VALUE / size) {
        return -1;
      }
      count *= size;
    }
    return count;
  }
}
