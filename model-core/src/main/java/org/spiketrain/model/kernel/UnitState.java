package org.spiketrain.model.kernel;

import org.spiketrain.model.api.CellRow;

/**
 * Output and states of a unit's neurons after some time step.
 *
 * @param hidden [neurons]
 * @param state [states][neurons]
 */
@SuppressWarnings("ArrayRecordComponent")
record UnitState(float[] hidden, float[][] state) {
  /** A copy of the state that a row is in. */
  static UnitState of(CellRow row) {
    float[][] state = new float[row.state.length][];
    for (int k = 0; k < state.length; k++) {
      state[k] = row.state[k].clone();
    }
    return new UnitState(row.hidden.clone(), state);
  }

  /** Takes the state that a row is in. */
  void from(CellRow row) {
    copy(row.hidden, row.state, hidden, state);
  }

  /** Puts a row into this state. */
  void to(CellRow row) {
    copy(hidden, state, row.hidden, row.state);
  }

  private static void copy(float[] hidden, float[][] state, float[] toHidden, float[][] toState) {
    System.arraycopy(hidden, 0, toHidden, 0, hidden.length);
    for (int k = 0; k < state.length; k++) {
      System.arraycopy(state[k], 0, toState[k], 0, state[k].length);
    }
  }
}
