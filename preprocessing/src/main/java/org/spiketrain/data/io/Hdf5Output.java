package org.spiketrain.data.io;

import io.jhdf.checksum.JenkinsLookup3HashLittle;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The structures of an HDF5 file, written one behind the other: global heaps, chunked data sets of
 * one dimension, groups. jHDF writes no variable-length rows and no halves, so they are written
 * here, as the HDF5 File Format Specification 3.0 says: superblock 2 (II.A), version 1 B-trees
 * (III.A), global heaps (III.E), version 2 object headers (IV.A). Numbers are little-endian,
 * addresses and lengths have 8 bytes.
 */
@SuppressWarnings("ByteBufferBackingArray") // Every buffer is on the heap, and whole.
final class Hdf5Output implements Closeable {
  /** A reference to a variable-length row: its length, the address of its heap, its index there. */
  static final int REFERENCE_BYTES = Integer.BYTES + Long.BYTES + Integer.BYTES;

  private static final long NOWHERE = -1;

  private static final int LONGEST_MESSAGE = 512;
  private static final int SUPERBLOCK_BYTES = 48;
  private static final int LEAST_HEAP_BYTES = 4096;
  private static final int HEAP_HEADER = 16;
  private static final int OBJECT_HEADER = 16;

  /** Chunks that one node of an index can hold, by the format's default. */
  private static final int MOST_CHUNKS = 64;

  private static final int CHUNK_ELEMENTS = 1024;
  private static final int KEY_BYTES = 24;
  private static final int NODE_HEADER = 24;
  private static final int NODE_BYTES =
      NODE_HEADER + MOST_CHUNKS * Long.BYTES + (MOST_CHUNKS + 1) * KEY_BYTES;

  private final FileChannel file;
  private final OutputStream out;
  private long position;

  Hdf5Output(Path path) throws IOException {
    this.file =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING);
    this.out = new BufferedOutputStream(Channels.newOutputStream(file), 1 << 16);
    append(new byte[SUPERBLOCK_BYTES]);
  }

  /** A global heap of its own for objects, which get the indices 1, 2, ...; returns its address. */
  long heap(List<byte[]> objects) throws IOException {
    int used = HEAP_HEADER;
    for (byte[] object : objects) {
      used += OBJECT_HEADER + padded(object.length);
    }
    ByteBuffer heap = buffer(Math.max(LEAST_HEAP_BYTES, used));
    heap.put(ascii("GCOL")).put((byte) 1).put(new byte[3]).putLong(heap.capacity());
    for (int k = 0; k < objects.size(); k++) {
      byte[] object = objects.get(k);
      heap.putShort((short) (k + 1)).putShort((short) 0).putInt(0).putLong(object.length);
      heap.put(object).position(heap.position() + padded(object.length) - object.length);
    }
    if (heap.remaining() >= OBJECT_HEADER) {
      // Object 0 is the free space.
      heap.putLong(heap.position() + Long.BYTES, heap.remaining());
    }
    return append(heap.array());
  }

  private static int padded(int bytes) {
    return (bytes + Long.BYTES - 1) & -Long.BYTES;
  }

  /** A data set of one dimension with at least one element; returns the address of its header. */
  long dataset(byte[] datatype, ByteBuffer data, int elementBytes) throws IOException {
    int elements = data.remaining() / elementBytes;
    int chunkElements = Math.max(CHUNK_ELEMENTS, (elements + MOST_CHUNKS - 1) / MOST_CHUNKS);
    int chunkBytes = chunkElements * elementBytes;
    int chunks = (elements + chunkElements - 1) / chunkElements;
    // The last chunk is as long as the others.
    byte[] whole = new byte[chunks * chunkBytes];
    data.get(whole, 0, data.remaining());
    long index = index(append(whole), chunks, chunkElements, chunkBytes);
    return header(
        List.of(
            // One dimension that may grow.
            message(1, parts(2, 1, 1, 1).putLong(elements).putLong(NOWHERE)),
            message(3, parts().put(datatype)),
            // No fill value; space is taken as it is needed.
            message(5, parts(3, 0x0B)),
            // Chunks of equal length, which an index finds.
            message(8, parts(3, 2, 2).putLong(index).putInt(chunkElements).putInt(elementBytes))));
  }

  private long index(long firstChunk, int chunks, int chunkElements, int chunkBytes)
      throws IOException {
    ByteBuffer node = buffer(NODE_BYTES);
    node.put(ascii("TREE")).put((byte) 1).put((byte) 0).putShort((short) chunks);
    node.putLong(NOWHERE).putLong(NOWHERE);
    for (int chunk = 0; chunk <= chunks; chunk++) {
      boolean last = chunk == chunks;
      node.putInt(last ? 0 : chunkBytes).putInt(0);
      node.putLong((long) chunk * chunkElements).putLong(0);
      if (!last) {
        node.putLong(firstChunk + (long) chunk * chunkBytes);
      }
    }
    return append(node.array());
  }

  /** A group of members by name and address; returns the address of its own header. */
  long group(Map<String, Long> members) throws IOException {
    List<byte[]> messages = new ArrayList<>();
    // The members stand in messages of this header.
    messages.add(message(2, parts(0, 0).putLong(NOWHERE).putLong(NOWHERE)));
    messages.add(message(0x0A, parts(0, 0)));
    members.forEach(
        (name, address) -> {
          byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
          messages.add(message(6, parts(1, 0, utf8.length).put(utf8).putLong(address)));
        });
    return header(messages);
  }

  private long header(List<byte[]> messages) throws IOException {
    int size = messages.stream().mapToInt(message -> message.length).sum();
    ByteBuffer header = buffer(4 + 1 + 1 + 2 + size + 4);
    header.put(ascii("OHDR")).put((byte) 2).put((byte) 1).putShort((short) size);
    messages.forEach(header::put);
    return append(checksummed(header));
  }

  private static byte[] message(int type, ByteBuffer contents) {
    int length = contents.position();
    ByteBuffer message = buffer(4 + length);
    message.put((byte) type).putShort((short) length).put((byte) 0);
    return message.put(contents.flip()).array();
  }

  static byte[] unsignedShort() {
    return contents(parts(0x10, 0, 0, 0).putInt(2).putShort((short) 0).putShort((short) 16));
  }

  /** An IEEE 754 half: sign at bit 15, 5 bits of exponent with bias 15, 10 of mantissa. */
  static byte[] half() {
    ByteBuffer type = parts(0x11, 0x20, 15, 0).putInt(2).putShort((short) 0).putShort((short) 16);
    return contents(type.put(new byte[] {10, 5, 0, 10}).putInt(15));
  }

  /** UTF-8 text of a fixed number of bytes, filled up with zeros. */
  static byte[] text(int length) {
    return contents(parts(0x13, 0x11, 0, 0).putInt(length));
  }

  static byte[] rowsOf(byte[] elementType) {
    return contents(parts(0x19, 0, 0, 0).putInt(REFERENCE_BYTES).put(elementType));
  }

  private static ByteBuffer parts(int... first) {
    ByteBuffer parts = buffer(LONGEST_MESSAGE);
    for (int part : first) {
      parts.put((byte) part);
    }
    return parts;
  }

  private static byte[] contents(ByteBuffer buffer) {
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  /** Writes where the root group is, after which the file is complete. */
  void finish(long root) throws IOException {
    out.flush();
    ByteBuffer superblock = buffer(SUPERBLOCK_BYTES);
    superblock.put((byte) 0x89).put(ascii("HDF\r\n")).put((byte) 0x1A).put((byte) '\n');
    superblock.put((byte) 2).put((byte) Long.BYTES).put((byte) Long.BYTES).put((byte) 0);
    superblock.putLong(0).putLong(NOWHERE).putLong(position).putLong(root);
    file.write(ByteBuffer.wrap(checksummed(superblock)), 0);
  }

  private static byte[] checksummed(ByteBuffer buffer) {
    return buffer.putInt(JenkinsLookup3HashLittle.hash(contents(buffer))).array();
  }

  /** At a multiple of 8, where libraries expect what they map into memory. */
  private long append(byte[] bytes) throws IOException {
    int gap = (int) (-position & (Long.BYTES - 1));
    out.write(new byte[gap]);
    out.write(bytes);
    long address = position + gap;
    position = address + bytes.length;
    return address;
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
