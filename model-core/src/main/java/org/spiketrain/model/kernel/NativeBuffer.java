package org.spiketrain.model.kernel;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Off-heap floats that grow on demand and are reused between minibatches: matrix products read and
 * write them in place, rows are copied in and out for the element-wise passes.
 */
final class NativeBuffer {
  private FloatPointer pointer = new FloatPointer(1L);
  private FloatBuffer buffer = pointer.asBuffer();

  /** Makes room for {@code size} floats; what was in the buffer is lost when it has to grow. */
  void reserve(long size) {
    if (size <= pointer.capacity()) {
      return;
    }
    pointer.close();
    pointer = new FloatPointer(size);
    buffer = pointer.asBuffer();
  }

  /** Makes room for rows, which become those of a sequence. */
  NativeRows rows(int rows, int width) {
    reserve((long) rows * width);
    return new NativeRows(pointer, (long) rows * width, width, 0);
  }

  FloatPointer at(long offset) {
    return pointer.getPointer(offset);
  }

  void clear(long offset, long size) {
    Pointer.memset(at(offset), 0, size * Float.BYTES);
  }

  /** Copies floats into another buffer. */
  void copy(long offset, long size, NativeBuffer target, long targetOffset) {
    Pointer.memcpy(target.at(targetOffset), at(offset), size * Float.BYTES);
  }

  void load(int offset, float[] row) {
    buffer.get(offset, row, 0, row.length);
  }

  void load(int offset, float[] row, int from, int count) {
    buffer.get(offset, row, from, count);
  }

  void store(int offset, float[] row) {
    buffer.put(offset, row, 0, row.length);
  }

  void store(int offset, float[] row, int from, int count) {
    buffer.put(offset, row, from, count);
  }
}
