package org.spiketrain.train;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A zip archive that is written piece by piece: arrays of floats, big-endian, and bytes. Of an
 * array a block is copied at a time, since a network's parameters and the state of its updater may
 * be half of the memory. Closing completes the archive and leaves the stream open.
 */
final class FloatArchive implements Closeable {
  private static final int BLOCK = 1 << 14;

  /** A zip stream hands on half a kilobyte at a time; what is behind may take a call for each. */
  private static final int BUFFER = 1 << 20;

  private final BufferedOutputStream buffered;
  private final ZipOutputStream zip;
  private final byte[] block = new byte[BLOCK * Float.BYTES];

  /** Begins an archive on a stream. */
  FloatArchive(OutputStream out) {
    buffered = new BufferedOutputStream(out, BUFFER);
    zip = new ZipOutputStream(buffered);
    // Parameters hardly compress, and the training waits.
    zip.setLevel(Deflater.NO_COMPRESSION);
  }

  void put(String name, byte[] content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(content);
    zip.closeEntry();
  }

  void put(String name, float[] values) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    for (int from = 0; from < values.length; from += BLOCK) {
      int count = Math.min(BLOCK, values.length - from);
      ByteBuffer.wrap(block).asFloatBuffer().put(values, from, count);
      zip.write(block, 0, count * Float.BYTES);
    }
    zip.closeEntry();
  }

  @Override
  public void close() throws IOException {
    zip.finish();
    buffered.flush();
  }
}
