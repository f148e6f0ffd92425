package org.spiketrain.model.kernel;

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

  /** Adds {@code factor * gradZ} to a row. */
  void add(int row, float factor, float[][] gradZ) {
    if (touchedAt[row] == call) {
      for (int g = 0; g < gates; g++) {
        addScaled(gradZ[g], factor, rows[row][g]);
      }
      return;
    }
    if (rows[row] == null) {
      rows[row] = new float[gates][size];
    }
    for (int g = 0; g < gates; g++) {
      scale(gradZ[g], factor, rows[row][g]);
    }
    touchedAt[row] = call;
    touched[touchedRows++] = row;
  }

  private static void addScaled(float[] source, float factor, float[] target) {
    for (int j = 0; j < target.length; j++) {
      target[j] += factor * source[j];
    }
  }

  private static void scale(float[] source, float factor, float[] target) {
    for (int j = 0; j < target.length; j++) {
      target[j] = factor * source[j];
    }
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
