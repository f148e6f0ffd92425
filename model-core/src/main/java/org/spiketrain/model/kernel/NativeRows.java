package org.spiketrain.model.kernel;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * A time-major sequence [T, B, width] in somebody else's off-heap memory, of which this kernel
 * reads or writes the columns from {@code offset} on: the two directions of a bidirectional layer
 * write side by side into one array.
 */
public final class NativeRows {
  /** No rows, where nobody wants any. */
  public static final NativeRows NONE = new NativeRows(new FloatPointer(1L), 1, 1, 0);

  private final FloatPointer pointer;
  private final FloatBuffer buffer;
  private final int width;
  private final int offset;

  /**
   * @param pointer first float of the sequence
   * @param size number of floats, {@code T * B * width}
   * @param width floats a row
   * @param offset first column
   */
  public NativeRows(FloatPointer pointer, long size, int width, int offset) {
    this.pointer = pointer;
    this.buffer = new FloatPointer(pointer).capacity(size).asBuffer();
    this.width = width;
    this.offset = offset;
  }

  int width() {
    return width;
  }

  private FloatPointer at(int row) {
    return pointer.getPointer((long) row * width + offset);
  }

  /** The columns of a row and those below it, as a matrix. */
  Blas.Matrix matrix(int row) {
    return new Blas.Matrix(at(row), width);
  }

  /** Copies the columns of a row into an array, as many as it has. */
  public void load(int row, float[] target) {
    load(row, 0, target);
  }

  void load(int row, int column, float[] target) {
    buffer.get(row * width + offset + column, target, 0, target.length);
  }

  /** Copies the first columns of a row, as they lie. */
  void copy(int row, int columns, FloatPointer target) {
    Pointer.memcpy(target, at(row), (long) columns * Float.BYTES);
  }

  /** Copies an array into the columns of a row. */
  public void store(int row, float[] source) {
    store(row, 0, source);
  }

  void store(int row, int column, float[] source) {
    buffer.put(row * width + offset + column, source, 0, source.length);
  }
}
