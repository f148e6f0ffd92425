package org.spiketrain.model.kernel;

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
}
