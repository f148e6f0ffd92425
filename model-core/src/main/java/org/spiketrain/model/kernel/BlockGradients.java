package org.spiketrain.model.kernel;

import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Adds up the gradient of the columns of a weight matrix that belong to one block of neurons, event
 * by event, on the heap. Only rows that an event touches are written.
 */
final class BlockGradients {
  private final int gates;
  private final int neurons;
  private final int first;
  private final int size;
  private final float[][][] rows;
  private final int[] touchedAt;
  private final int[] touched;
  private int touchedRows;
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
    this.touchedAt = new int[rows];
    this.touched = new int[rows];
  }

  /** Starts from zero. */
  void clear() {
    call++;
    touchedRows = 0;
  }

  /** A row [gates][neurons of the block] to add to; zero when it is first asked for. */
  float[][] row(int r) {
    if (touchedAt[r] != call) {
      if (rows[r] == null) {
        rows[r] = new float[gates][size];
      } else {
        for (float[] gate : rows[r]) {
          Arrays.fill(gate, 0f);
        }
      }
      touchedAt[r] = call;
      touched[touchedRows++] = r;
    }
    return rows[r];
  }

  /** Writes the rows that were touched; the others of {@code target} must be zero already. */
  void storeTo(FloatPointer target) {
    for (int k = 0; k < touchedRows; k++) {
      int row = touched[k];
      for (int g = 0; g < gates; g++) {
        long at = ((long) row * gates + g) * neurons + first;
        target.getPointer(at).put(rows[row][g], 0, size);
      }
    }
  }
}
