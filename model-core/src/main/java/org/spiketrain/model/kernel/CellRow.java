package org.spiketrain.model.kernel;

/**
 * Some neurons of one example at one time step, as the element-wise part of a recurrent cell sees
 * them. Every array has an entry a neuron; separate arrays from index 0 are what the JIT compiler
 * vectorises.
 */
final class CellRow {
  private static final int SCRATCH_ROWS = 6;

  /** Pre-activation of each gate from the input (and from the recurrence, in merged cells). */
  final float[][] z;

  /** Pre-activation of each gate from the recurrence, in cells that keep it apart. */
  final float[][] zRecurrent;

  /** Output and states before the step. */
  float[] hiddenBefore;

  final float[][] stateBefore;

  /** Output and states after the step. */
  float[] hidden;

  final float[][] state;

  /** Parameters of the neurons. */
  final float[][] parameter;

  /**
   * Backward pass: in, the gradient by the state after the step; out, by the state before it
   * without the share that passes through the recurrent weights.
   */
  float[] gradHidden;

  final float[][] gradState;

  /** Backward pass: receives the gradient by {@link #z}. */
  float[][] gradZ;

  /** Backward pass: receives the gradient by {@link #zRecurrent}. */
  float[][] gradZRecurrent;

  /** Backward pass: the gradients by {@link #parameter} are added to it. */
  final float[][] gradParameter;

  /** Work space for the cell. */
  final float[][] scratch;

  private CellRow(RecurrentCell cell, int neurons, int gradients) {
    z = new float[cell.gates()][neurons];
    zRecurrent = new float[cell.gates()][neurons];
    hiddenBefore = new float[neurons];
    stateBefore = new float[cell.states()][neurons];
    hidden = new float[neurons];
    state = new float[cell.states()][neurons];
    parameter = new float[cell.neuronParameters()][neurons];
    gradHidden = new float[gradients];
    gradState = new float[cell.states()][gradients];
    gradZ = new float[cell.gates()][gradients];
    gradZRecurrent = new float[cell.gates()][gradients];
    gradParameter = new float[cell.neuronParameters()][gradients];
    scratch = new float[SCRATCH_ROWS][neurons];
  }

  /** Makes what is after the last step what is before the next one. */
  void advance() {
    float[] spare = hiddenBefore;
    hiddenBefore = hidden;
    hidden = spare;
    for (int k = 0; k < state.length; k++) {
      float[] spareState = stateBefore[k];
      stateBefore[k] = state[k];
      state[k] = spareState;
    }
  }

  /** Work space for both ways. */
  static CellRow forTraining(RecurrentCell cell, int neurons) {
    return new CellRow(cell, neurons, neurons);
  }

  /** Work space for the way forward alone. */
  static CellRow forInference(RecurrentCell cell, int neurons) {
    return new CellRow(cell, neurons, 0);
  }
}
