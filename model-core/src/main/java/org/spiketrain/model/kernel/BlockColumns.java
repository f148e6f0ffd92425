package org.spiketrain.model.kernel;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.spiketrain.model.kernel.Blas.Matrix;

/**
 * The columns of a weight matrix that belong to one block of neurons, as a matrix without gaps:
 * products with rows that lie far apart run a fifth slower. A block that is the whole layer needs
 * no copy.
 */
final class BlockColumns {
  private final int rows;
  private final int gates;
  private final int neurons;
  private final int first;
  private final int size;
  private final NativeBuffer packed = new NativeBuffer();
  private boolean isPacked;
  private FloatPointer matrix = new FloatPointer();

  /**
   * @param rows rows of the matrix
   * @param gates gates side by side in a row
   * @param neurons columns of a gate
   * @param first first neuron of the block
   * @param size neurons of the block
   */
  BlockColumns(int rows, int gates, int neurons, int first, int size) {
    this.rows = rows;
    this.gates = gates;
    this.neurons = neurons;
    this.first = first;
    this.size = size;
  }

  /** Takes the matrix of a new call. */
  void use(FloatPointer newMatrix) {
    matrix = newMatrix;
    isPacked = false;
  }

  private boolean isWhole() {
    return size == neurons;
  }

  private int width() {
    return gates * size;
  }

  /** The block's columns from row {@code row} on. */
  Matrix from(int row) {
    if (isWhole()) {
      return new Matrix(matrix.getPointer((long) row * width()), width());
    }
    pack();
    return new Matrix(packed.at((long) row * width()), width());
  }

  /** Copies the columns now, so that several threads can read them. */
  void pack() {
    if (!isPacked && !isWhole()) {
      packed.reserve((long) rows * width());
      for (int r = 0; r < rows; r++) {
        for (int g = 0; g < gates; g++) {
          copy(matrix, inMatrix(r, g), packed.at(inBlock(r, g)), 0);
        }
      }
      isPacked = true;
    }
  }

  /** Matrix in which a product may leave the columns; {@link #store} writes them back. */
  Matrix target() {
    if (isWhole()) {
      return new Matrix(matrix, width());
    }
    packed.reserve((long) rows * width());
    return new Matrix(packed.at(0), width());
  }

  /** Writes what a product left in {@link #target} into the matrix. */
  void store() {
    if (!isWhole()) {
      for (int r = 0; r < rows; r++) {
        for (int g = 0; g < gates; g++) {
          copy(packed.at(inBlock(r, g)), 0, matrix, inMatrix(r, g));
        }
      }
    }
  }

  private long inMatrix(int row, int gate) {
    return ((long) row * gates + gate) * neurons + first;
  }

  private long inBlock(int row, int gate) {
    return ((long) row * gates + gate) * size;
  }

  private void copy(FloatPointer from, long fromOffset, FloatPointer to, long toOffset) {
    Pointer.memcpy(to.getPointer(toOffset), from.getPointer(fromOffset), (long) size * Float.BYTES);
  }
}
