package org.spiketrain.model.kernel;

import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * The gradient of the columns of a weight matrix that belong to one block of neurons, while it is
 * added up event by event. Rows that events of several windows touch wait on the heap; all others
 * are written once.
 */
final class BlockGradients {
  private final int gates;
  private final int neurons;
  private final int first;
  private final int size;
  private final float[][][] rows;
  private final int[] begunAt;
  private final float[][] scratch;
  private int call;

  /**
   * @param rows rows of the matrix
   * @param gates gates side by side in a row
   * @param neurons columns of a gate
   * @param first first neuron of the block
   * @param size neurons of the block
   */
  BlockGradients(int rows, int gates, int neurons, int first, int size) {
    this.gates = gates;
    this.neurons = neurons;
    this.first = first;
    this.size = size;
    this.rows = new float[rows][][];
    this.begunAt = new int[rows];
    this.scratch = new float[gates][size];
  }

  /** Starts from zero. */
  void clear() {
    call++;
  }

  /** A row [gates][neurons of the block] to add to; more may be added later. */
  float[][] row(int r) {
    if (begunAt[r] != call) {
      rows[r] = rows[r] == null ? new float[gates][size] : zeroed(rows[r]);
      begunAt[r] = call;
    }
    return rows[r];
  }

  /** The same, when nothing will be added later; valid until it is asked for again. */
  float[][] lastOf(int r) {
    return begunAt[r] == call ? rows[r] : zeroed(scratch);
  }

  private static float[][] zeroed(float[][] row) {
    for (float[] gate : row) {
      Arrays.fill(gate, 0f);
    }
    return row;
  }

  /** Writes a complete row. */
  void store(int r, float[][] row, FloatPointer target) {
    for (int g = 0; g < gates; g++) {
      at(r, g, target).put(row[g], 0, size);
    }
  }

  /** Writes a row to which nothing was added since it was begun, if it was. */
  void storeUntouched(int r, FloatPointer target) {
    if (begunAt[r] == call) {
      store(r, rows[r], target);
      return;
    }
    for (int g = 0; g < gates; g++) {
      Pointer.memset(at(r, g, target), 0, (long) size * Float.BYTES);
    }
  }

  private FloatPointer at(int row, int gate, FloatPointer target) {
    return target.getPointer(((long) row * gates + gate) * neurons + first);
  }
}
