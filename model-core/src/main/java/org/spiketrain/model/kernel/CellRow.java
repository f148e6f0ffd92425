package org.spiketrain.model.kernel;

/**
 * One example at one time step, as the element-wise part of a recurrent cell sees it. Every array
 * has {@code hidden} entries; separate arrays from index 0 are what the JIT compiler vectorises.
 */
final class CellRow {
  /** Pre-activation of each gate from the input (and from the recurrence, in merged cells). */
  final float[][] z;

  /** Pre-activation of each gate from the recurrence, in cells that keep it apart. */
  final float[][] zRecurrent;

  /** State before the step. */
  final float[] hiddenBefore;

  final float[] cellBefore;

  /** State after the step; the output of the step is {@code hidden}. */
  final float[] hidden;

  final float[] cell;

  /**
   * Backward pass: in, the gradient by the state after the step; out, by the state before it
   * without the share that passes through the recurrent weights.
   */
  final float[] gradHidden;

  final float[] gradCell;

  /** Backward pass: receives the gradient by {@link #z}. */
  final float[][] gradZ;

  /** Backward pass: receives the gradient by {@link #zRecurrent}. */
  final float[][] gradZRecurrent;

  /** Work space for adding weight rows. */
  final WeightRows weightRows = new WeightRows();

  /** Work space for the cell. */
  final float[][] scratch;

  CellRow(int gates, int hiddenSize) {
    z = new float[gates][hiddenSize];
    zRecurrent = new float[gates][hiddenSize];
    hiddenBefore = new float[hiddenSize];
    cellBefore = new float[hiddenSize];
    hidden = new float[hiddenSize];
    cell = new float[hiddenSize];
    gradHidden = new float[hiddenSize];
    gradCell = new float[hiddenSize];
    gradZ = new float[gates][hiddenSize];
    gradZRecurrent = new float[gates][hiddenSize];
    scratch = new float[6][hiddenSize];
  }
}
