package org.spiketrain.model.kernel;

/** Rows of a buffer that outlast what is written there meanwhile. */
final class CarriedRows {
  private final NativeBuffer buffer;
  private final NativeBuffer copy = new NativeBuffer();
  private long floats;

  CarriedRows(NativeBuffer buffer) {
    this.buffer = buffer;
  }

  void keep(long row, int rows, int width) {
    floats = (long) rows * width;
    copy.reserve(floats);
    buffer.copy(row * width, floats, copy, 0);
  }

  /** Writes them to the rows from {@code row} on. */
  void putBack(long row, int width) {
    copy.copy(0, floats, buffer, row * width);
  }
}
