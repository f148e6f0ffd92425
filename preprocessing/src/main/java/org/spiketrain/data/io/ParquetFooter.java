package org.spiketrain.data.io;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.spiketrain.model.UserErrorException;

/**
 * Looks through the footer of a Parquet file before Parquet's own reader does, which reserves what
 * a list declares before it reads it, and whose failures are failed jobs. The footer is a structure
 * of Thrift's compact protocol (github.com/apache/thrift, doc/specs/thrift-compact-protocol.md).
 */
public final class ParquetFooter {
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

  /** Of the footer's length and the signature behind it. */
  private static final int TAIL_BYTES = Integer.BYTES + 4;

  private static final int LARGEST_FOOTER = 64 << 20;
  private static final int DEEPEST = 24;
  private static final int LONG_LIST = 15;

  private final ByteBuffer bytes;

  private ParquetFooter(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  /**
   * Checks the signatures and that the footer is within the file, and holds what it declares.
   *
   * @throws UserErrorException if the file is of another kind, truncated or damaged, or cannot be
   *     read
   */
  public static void check(Configuration conf, Path path) {
    try {
      FileSystem fs = FileSystems.of(conf, path);
      FileSystems.requireReadableByAll(conf, path);
      String fault = fault(fs, path);
      if (!fault.isEmpty()) {
        throw new UserErrorException(
            "%s is not a Parquet file, or is truncated or damaged (%s): restore it, or make it again"
                .formatted(path, fault));
      }
    } catch (IOException e) {
      throw new UserErrorException(
          "Cannot read %s: %s. Name a file that can be read".formatted(path, e.getMessage()), e);
    }
  }

  private static String fault(FileSystem fs, Path path) throws IOException {
    long length = fs.getFileStatus(path).getLen();
    if (length < MAGIC.length + TAIL_BYTES) {
      return "it has %d bytes".formatted(length);
    }
    try (FSDataInputStream in = fs.open(path)) {
      ByteBuffer tail = read(in, length - TAIL_BYTES, TAIL_BYTES);
      if (!isMagic(read(in, 0, MAGIC.length), 0) || !isMagic(tail, Integer.BYTES)) {
        return "it does not begin and end with PAR1";
      }
      int footer = tail.getInt(0);
      if (footer < 1 || footer > LARGEST_FOOTER || footer > length - MAGIC.length - TAIL_BYTES) {
        return "it says that its footer has %d bytes".formatted(footer);
      }
      return faultOf(read(in, length - TAIL_BYTES - footer, footer));
    }
  }

  private static ByteBuffer read(FSDataInputStream in, long position, int count)
      throws IOException {
    byte[] bytes = new byte[count];
    in.readFully(position, bytes);
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static boolean isMagic(ByteBuffer bytes, int offset) {
    return bytes.slice(offset, MAGIC.length).equals(ByteBuffer.wrap(MAGIC));
  }

  private static String faultOf(ByteBuffer footer) {
    try {
      new ParquetFooter(footer).skipStructure(0);
      return "";
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      return "its footer does not hold what it declares";
    }
  }

  private void skipStructure(int depth) {
    for (int field = bytes.get(); field != 0; field = bytes.get()) {
      if ((field & 0xf0) == 0) {
        number();
      }
      int type = field & 0xf;
      // A truth value is its field's type.
      if (type > 2) {
        skip(type, depth);
      }
    }
  }

  private void skip(int type, int depth) {
    if (depth > DEEPEST) {
      throw new IllegalArgumentException("too deep");
    }
    switch (type) {
      case 1, 2, 3 -> bytes.get();
      case 4, 5, 6 -> number();
      case 7 -> bytes.getDouble();
      case 8 -> {
        long length = number();
        bytes.position(bytes.position() + Math.toIntExact(within(length)));
      }
      case 9, 10 -> skipList(depth);
      case 12 -> skipStructure(depth + 1);
      default -> throw new IllegalArgumentException("type " + type);
    }
  }

  private void skipList(int depth) {
    int header = bytes.get() & 0xff;
    long size = header >> 4 == LONG_LIST ? number() : header >> 4;
    for (long k = within(size); k > 0; k--) {
      skip(header & 0xf, depth + 1);
    }
  }

  /** Everything takes a byte at least. */
  private long within(long count) {
    if (count < 0 || count > bytes.remaining()) {
      throw new IllegalArgumentException("longer than the footer");
    }
    return count;
  }

  private long number() {
    long number = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte part = bytes.get();
      number |= (long) (part & 0x7f) << shift;
      if (part >= 0) {
        return number;
      }
    }
    throw new IllegalArgumentException("a number of more than 64 bits");
  }
}
