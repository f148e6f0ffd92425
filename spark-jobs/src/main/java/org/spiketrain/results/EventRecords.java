package org.spiketrain.results;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Writes the event files that TensorBoard reads: records of TensorFlow ({@code TFRecord}), each of
 * them an {@code Event} in Protocol Buffers' encoding. As theirs, ours leaves out numbers that are
 * 0 and leads with the version of the format.
 */
final class EventRecords {
  private static final String VERSION = "brain.Event:2";

  /** Numbers of fields in event.proto and summary.proto. */
  private static final int WALL_TIME = 1;

  private static final int STEP = 2;
  private static final int FILE_VERSION = 3;
  private static final int SUMMARY = 5;
  private static final int VALUE = 1;
  private static final int TAG = 1;
  private static final int SIMPLE_VALUE = 2;

  /** How a field is written, in the lowest three bits before it. */
  private static final int VARINT = 0;

  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;

  private static final int MASK_DELTA = 0xa282ead8;

  private final ByteArrayOutputStream records = new ByteArrayOutputStream();

  EventRecords() {
    Message event = new Message();
    event.bytes(FILE_VERSION, VERSION.getBytes(StandardCharsets.UTF_8));
    add(event);
  }

  /**
   * Adds an event.
   *
   * @param seconds time of the event; TensorBoard takes it for seconds since 1970, and shows
   *     differences of it
   * @param step what the curves are drawn over, at least 0
   * @param scalars by their tags, in the order in which they are written
   */
  void add(double seconds, long step, Map<String, Double> scalars) {
    Message summary = new Message();
    scalars.forEach(
        (tag, scalar) -> {
          Message value = new Message();
          value.bytes(TAG, tag.getBytes(StandardCharsets.UTF_8));
          value.fixed32(SIMPLE_VALUE, scalar.floatValue());
          summary.bytes(VALUE, value.toBytes());
        });
    Message event = new Message();
    event.fixed64(WALL_TIME, seconds);
    event.varint(STEP, step);
    event.bytes(SUMMARY, summary.toBytes());
    add(event);
  }

  byte[] toBytes() {
    return records.toByteArray();
  }

  /** Length and its checksum, the event and its checksum. */
  private void add(Message event) {
    byte[] data = event.toBytes();
    byte[] length = little(Long.BYTES).putLong(data.length).array();
    records.writeBytes(length);
    records.writeBytes(checksum(length));
    records.writeBytes(data);
    records.writeBytes(checksum(data));
  }

  /** Rotated and shifted, so that a record of records does not have the checksums within. */
  private static byte[] checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    int masked = Integer.rotateRight((int) crc.getValue(), 15) + MASK_DELTA;
    return little(Integer.BYTES).putInt(masked).array();
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** A message of Protocol Buffers as far as events need it. */
  private static final class Message {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    void fixed64(int field, double value) {
      if (value != 0) {
        key(field, FIXED64);
        out.writeBytes(little(Double.BYTES).putDouble(value).array());
      }
    }

    void varint(int field, long value) {
      if (value != 0) {
        key(field, VARINT);
        varint(value);
      }
    }

    void bytes(int field, byte[] value) {
      key(field, BYTES);
      varint(value.length);
      out.writeBytes(value);
    }

    /** Even where it is 0: it is there or not. */
    void fixed32(int field, float value) {
      key(field, FIXED32);
      out.writeBytes(little(Float.BYTES).putFloat(value).array());
    }

    private void key(int field, int kind) {
      varint((field << 3) | kind);
    }

    private void varint(long value) {
      long left = value;
      while (left > 0x7f) {
        out.write((int) ((left & 0x7f) | 0x80));
        left >>>= 7;
      }
      out.write((int) left);
    }

    byte[] toBytes() {
      return out.toByteArray();
    }
  }
}
