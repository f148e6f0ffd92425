package org.spiketrain.model.kernel;

import java.util.Arrays;

/** State of a recurrent cell between two steps, or the gradient by it. */
public final class RecurrentState {
  /** All zero. */
  public static final RecurrentState ZERO = new RecurrentState(new float[0]);

  private final float[] hidden;
  private final float[][] states;

  /**
   * @param hidden output of the last step, [batch, neurons] row-major; empty where all is zero
   * @param states the cell's further states, each [batch, neurons] row-major; none where all are
   *     zero
   */
  public RecurrentState(float[] hidden, float[]... states) {
    this.hidden = hidden;
    this.states = states;
  }

  /** Output of the last step, [batch, neurons] row-major; empty where all is zero. */
  public float[] hidden() {
    return hidden;
  }

  /** Number of further states; 0 where all are zero or the cell has none. */
  public int states() {
    return states.length;
  }

  /** A further state of the cell, [batch, neurons] row-major. */
  public float[] state(int s) {
    return states[s];
  }

  boolean isZero() {
    return hidden.length == 0 && states.length == 0;
  }

  /** Copies a block's part of a row of {@link #hidden}, or zeros where it is empty. */
  void loadHidden(int row, NeuronRange range, float[] target) {
    load(hidden, row, range, target);
  }

  /** Copies a block's part of a row of a further state, or zeros where there is none. */
  void loadState(int s, int row, NeuronRange range, float[] target) {
    load(s < states.length ? states[s] : ZERO.hidden, row, range, target);
  }

  private static void load(float[] matrix, int row, NeuronRange range, float[] target) {
    if (matrix.length == 0) {
      Arrays.fill(target, 0f);
    } else {
      System.arraycopy(matrix, row * range.neurons() + range.first(), target, 0, target.length);
    }
  }
}
