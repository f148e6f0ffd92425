package org.spiketrain.model.kernel;

/**
 * State of a recurrent cell between two steps, or the gradient by it.
 *
 * @param hidden output of the last step, [batch, neurons] row-major; empty where all is zero
 * @param states the cell's further states, each [batch, neurons] row-major; none where all are zero
 */
@SuppressWarnings("ArrayRecordComponent")
public record RecurrentState(float[] hidden, float[]... states) {
  /** All zero. */
  public static final RecurrentState ZERO = new RecurrentState(new float[0]);

  boolean isZero() {
    return hidden.length == 0 && states.length == 0;
  }
}
