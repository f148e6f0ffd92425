package org.spiketrain.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;
import org.spiketrain.OtherSchemeFileSystem;

/** The local disk under another scheme, {@code full://}, with room for so many bytes in all. */
public final class FullFileSystem extends OtherSchemeFileSystem {
  private static final URI ROOT = URI.create("full:///");
  private static final AtomicLong ROOM = new AtomicLong(Long.MAX_VALUE);

  /** Public for Hadoop alone. */
  public FullFileSystem() {}

  /** Makes {@code full://} known. */
  static void register(Configuration conf) {
    conf.set("fs.full.impl", FullFileSystem.class.getName());
  }

  /** Leaves room for so many bytes, however many were written before. */
  static void leave(long bytes) {
    ROOM.set(bytes);
  }

  /** The bytes that there still is room for. */
  static long room() {
    return ROOM.get();
  }

  @Override
  public String getScheme() {
    return ROOT.getScheme();
  }

  @Override
  public URI getUri() {
    return ROOT;
  }

  @Override
  public FSDataOutputStream create(
      Path path, boolean overwrite, int buffer, short copies, long block, Progressable progress)
      throws IOException {
    return limited(super.create(path, overwrite, buffer, copies, block, progress));
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int buffer,
      short copies,
      long block,
      Progressable progress)
      throws IOException {
    return limited(super.create(path, permission, overwrite, buffer, copies, block, progress));
  }

  private static FSDataOutputStream limited(OutputStream out) throws IOException {
    return new FSDataOutputStream(new Written(out), null);
  }

  /** A file that ends where the disk is full, as the operating system leaves it. */
  private static final class Written extends FilterOutputStream {
    Written(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int single) throws IOException {
      write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      long left = ROOM.getAndAdd(-length);
      out.write(bytes, offset, (int) Math.max(0, Math.min(left, length)));
      if (left < length) {
        throw new IOException("No space left on device");
      }
    }
  }
}
