package org.spiketrain.data.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * One message of an object header: what it is and its bytes. The forms are those of the HDF5 File
 * Format Specification 3.0, chapter IV; numbers are little-endian, addresses and lengths have 8
 * bytes.
 *
 * @param type type of the message
 * @param bytes its contents; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent")
record Hdf5Message(int type, byte[] bytes) {
  /** An address that leads nowhere. */
  static final long NOWHERE = -1;

  /** A reference to a variable-length row: its length, the address of its heap, its index there. */
  static final int REFERENCE_BYTES = Integer.BYTES + Long.BYTES + Integer.BYTES;

  private static final int LONGEST = 512;

  /** One dimension that may grow. */
  static Hdf5Message dataspace(long size) {
    return of(1, buffer().put(bytes(2, 1, 1, 1)).putLong(size).putLong(NOWHERE));
  }

  static Hdf5Message datatype(byte[] type) {
    return of(3, buffer().put(type));
  }

  /** No fill value; space is taken as it is needed. */
  static Hdf5Message noFillValue() {
    return of(5, buffer().put(bytes(3, 0x0B)));
  }

  /**
   * Data in chunks of equal length.
   *
   * @param index address of the B-tree that finds the chunks
   * @param chunkElements elements a chunk
   */
  static Hdf5Message chunked(long index, int chunkElements, int elementBytes) {
    return of(
        8, buffer().put(bytes(3, 2, 2)).putLong(index).putInt(chunkElements).putInt(elementBytes));
  }

  /** The members of a group stand in messages of its header. */
  static Hdf5Message linkInfo() {
    return of(2, buffer().put(bytes(0, 0)).putLong(NOWHERE).putLong(NOWHERE));
  }

  static Hdf5Message groupInfo() {
    return of(0x0A, buffer().put(bytes(0, 0)));
  }

  /** A member of a group. */
  static Hdf5Message link(String name, long address) {
    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
    return of(6, buffer().put(bytes(1, 0, utf8.length)).put(utf8).putLong(address));
  }

  /** An unsigned whole number of 16 bits. */
  static byte[] unsignedShort() {
    return contents(
        buffer().put(bytes(0x10, 0, 0, 0)).putInt(2).putShort((short) 0).putShort((short) 16));
  }

  /**
   * An IEEE 754 half: sign at bit 15, 5 bits of exponent from bit 10 with bias 15, 10 of mantissa.
   */
  static byte[] half() {
    return contents(
        buffer()
            .put(bytes(0x11, 0x20, 15, 0))
            .putInt(2)
            .putShort((short) 0)
            .putShort((short) 16)
            .put(bytes(10, 5, 0, 10))
            .putInt(15));
  }

  /** UTF-8 text of a fixed number of bytes, filled up with zeros. */
  static byte[] text(int length) {
    return contents(buffer().put(bytes(0x13, 0x11, 0, 0)).putInt(length));
  }

  /** A sequence of any length. */
  static byte[] rowsOf(byte[] elementType) {
    return contents(buffer().put(bytes(0x19, 0, 0, 0)).putInt(REFERENCE_BYTES).put(elementType));
  }

  private static ByteBuffer buffer() {
    return ByteBuffer.allocate(LONGEST).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int k = 0; k < values.length; k++) {
      bytes[k] = (byte) values[k];
    }
    return bytes;
  }

  private static byte[] contents(ByteBuffer buffer) {
    byte[] contents = new byte[buffer.position()];
    buffer.get(0, contents);
    return contents;
  }

  private static Hdf5Message of(int type, ByteBuffer buffer) {
    return new Hdf5Message(type, contents(buffer));
  }
}
