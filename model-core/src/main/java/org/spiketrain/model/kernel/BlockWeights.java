package org.spiketrain.model.kernel;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;

/**
 * The columns of a weight matrix that belong to one block of neurons, on the heap: a row is copied
 * when an event first asks for it, so that what is never asked for costs nothing.
 */
final class BlockWeights {
  private final int gates;
  private final int neurons;
  private final int first;
  private final int size;
  private final float[][][] rows;
  private final int[] copiedAt;
  private final WeightRows adder = new WeightRows();
  private int call;
  private FloatBuffer matrix;

  /**
   * @param rows rows of the matrix
   * @param gates gates side by side in a row
   * @param neurons columns of a gate
   * @param first first neuron of the block
   * @param size neurons of the block
   */
  BlockWeights(int rows, int gates, int neurons, int first, int size) {
    this.gates = gates;
    this.neurons = neurons;
    this.first = first;
    this.size = size;
    this.rows = new float[rows][][];
    this.copiedAt = new int[rows];
  }

  /** Takes the weights of a new call. */
  void use(FloatPointer weights) {
    matrix = new FloatPointer(weights).capacity((long) rows.length * gates * neurons).asBuffer();
    call++;
  }

  /** Adds a scaled row to the pre-activations; four together, once they are waiting. */
  void add(int row, float factor, float[][] target) {
    adder.add(row(row), factor, target);
  }

  /** Adds the rows that still wait. */
  void flush(float[][] target) {
    adder.flush(target);
  }

  private float[][] row(int r) {
    if (copiedAt[r] != call) {
      if (rows[r] == null) {
        rows[r] = new float[gates][size];
      }
      for (int g = 0; g < gates; g++) {
        matrix.get((r * gates + g) * neurons + first, rows[r][g], 0, size);
      }
      copiedAt[r] = call;
    }
    return rows[r];
  }
}
