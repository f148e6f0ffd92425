package org.spiketrain.data.io;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;

/**
 * A file on a Hadoop file system as a channel with a position. The last blocks read are kept: an
 * HDF5 file has its times, units and indices at different positions, and a seek costs a round trip
 * on most of these file systems.
 */
final class HadoopChannel implements SeekableByteChannel {
  private static final int BLOCK_BYTES = 1 << 19;
  private static final int BLOCKS = 16;

  private final FSDataInputStream in;
  private final long size;
  private final Map<Long, byte[]> blocks = new LinkedHashMap<>(BLOCKS, 0.75f, true);
  private long position;
  private boolean open = true;

  HadoopChannel(Configuration conf, Path path) throws IOException {
    this.size = FileSystems.of(conf, path).getFileStatus(path).getLen();
    this.in = FileSystems.open(conf, path);
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    if (!open) {
      throw new ClosedChannelException();
    }
    if (position >= size) {
      return -1;
    }
    int wanted = (int) Math.min(into.remaining(), size - position);
    for (int left = wanted; left > 0; ) {
      byte[] block = block(position / BLOCK_BYTES);
      int offset = (int) (position % BLOCK_BYTES);
      int length = Math.min(left, block.length - offset);
      into.put(block, offset, length);
      position += length;
      left -= length;
    }
    return wanted;
  }

  private byte[] block(long number) throws IOException {
    byte[] known = blocks.get(number);
    if (known != null) {
      return known;
    }
    long start = number * BLOCK_BYTES;
    byte[] block = new byte[(int) Math.min(BLOCK_BYTES, size - start)];
    try {
      in.seek(start);
      in.readFully(block);
    } catch (EOFException e) {
      throw new StorageException("the file has become shorter than %d bytes".formatted(size), e);
    } catch (IOException e) {
      throw new StorageException(e.getMessage(), e);
    }
    if (blocks.size() == BLOCKS) {
      blocks.remove(blocks.keySet().iterator().next());
    }
    blocks.put(number, block);
    return block;
  }

  /** The file system failed, as opposed to the contents of the file. */
  static final class StorageException extends IOException {
    private static final long serialVersionUID = 1L;

    StorageException(String message, IOException cause) {
      super(message, cause);
    }
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public SeekableByteChannel position(long newPosition) {
    position = newPosition;
    return this;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public int write(ByteBuffer from) {
    throw new NonWritableChannelException();
  }

  @Override
  public SeekableByteChannel truncate(long newSize) {
    throw new NonWritableChannelException();
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() throws IOException {
    open = false;
    in.close();
  }
}
