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
import java.util.List;
import java.util.Map;

/**
 * The structures of an HDF5 file, written one behind the other: global heaps, chunked data sets of
 * one dimension, groups. jHDF writes no variable-length rows and no halves, so they are written
 * here, as the HDF5 File Format Specification 3.0 says: superblock 2 (II.A), version 1 B-trees
 * (III.A), global heaps (III.E), version 2 object headers (IV.A).
 */
final class Hdf5Output implements Closeable {
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

  private Hdf5Output(FileChannel file) throws IOException {
    this.file = file;
    this.out = new BufferedOutputStream(Channels.newOutputStream(file), 1 << 16);
    append(new byte[SUPERBLOCK_BYTES]);
  }

  static Hdf5Output create(Path path) throws IOException {
    return new Hdf5Output(
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING));
  }

  /**
   * A global heap of its own for some objects, which get the indices 1, 2, ...
   *
   * @return address of the heap
   */
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
    return append(all(heap));
  }

  private static int padded(int bytes) {
    return (bytes + Long.BYTES - 1) & -Long.BYTES;
  }

  /**
   * A data set of one dimension.
   *
   * @param datatype as {@link Hdf5Message} gives it
   * @param data its elements, at least one
   * @return address of its header
   */
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
            Hdf5Message.dataspace(elements),
            Hdf5Message.datatype(datatype),
            Hdf5Message.noFillValue(),
            Hdf5Message.chunked(index, chunkElements, elementBytes)));
  }

  private long index(long firstChunk, int chunks, int chunkElements, int chunkBytes)
      throws IOException {
    ByteBuffer node = buffer(NODE_BYTES);
    node.put(ascii("TREE")).put((byte) 1).put((byte) 0).putShort((short) chunks);
    node.putLong(Hdf5Message.NOWHERE).putLong(Hdf5Message.NOWHERE);
    for (int chunk = 0; chunk <= chunks; chunk++) {
      boolean last = chunk == chunks;
      node.putInt(last ? 0 : chunkBytes).putInt(0);
      node.putLong((long) chunk * chunkElements).putLong(0);
      if (!last) {
        node.putLong(firstChunk + (long) chunk * chunkBytes);
      }
    }
    return append(all(node));
  }

  /**
   * A group.
   *
   * @param members addresses of its members' headers by name
   * @return address of its header
   */
  long group(Map<String, Long> members) throws IOException {
    List<Hdf5Message> messages = new ArrayList<>();
    messages.add(Hdf5Message.linkInfo());
    messages.add(Hdf5Message.groupInfo());
    members.forEach((name, address) -> messages.add(Hdf5Message.link(name, address)));
    return header(messages);
  }

  private long header(List<Hdf5Message> messages) throws IOException {
    int size = messages.stream().mapToInt(message -> 4 + message.bytes().length).sum();
    ByteBuffer header = buffer(4 + 1 + 1 + 2 + size + 4);
    header.put(ascii("OHDR")).put((byte) 2).put((byte) 1).putShort((short) size);
    for (Hdf5Message message : messages) {
      header.put((byte) message.type()).putShort((short) message.bytes().length).put((byte) 0);
      header.put(message.bytes());
    }
    return append(checksummed(header));
  }

  /** Writes where the root group is, after which the file is complete. */
  void finish(long root) throws IOException {
    out.flush();
    ByteBuffer superblock = buffer(SUPERBLOCK_BYTES);
    superblock.put((byte) 0x89).put(ascii("HDF\r\n")).put((byte) 0x1A).put((byte) '\n');
    superblock.put((byte) 2).put((byte) Long.BYTES).put((byte) Long.BYTES).put((byte) 0);
    superblock.putLong(0).putLong(Hdf5Message.NOWHERE).putLong(position).putLong(root);
    file.write(ByteBuffer.wrap(checksummed(superblock)), 0);
  }

  private static byte[] checksummed(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.position()];
    buffer.get(0, bytes);
    return all(buffer.putInt(JenkinsLookup3HashLittle.hash(bytes)));
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

  private static byte[] all(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.capacity()];
    buffer.get(0, bytes);
    return bytes;
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
