package org.spiketrain.model.api;

/**
 * Some neurons of one example at one time step, as a {@link NeuronCell} sees them. Every array
 * [neurons], or [gates, states or parameters][neurons], has an entry a neuron from index 0 on,
 * which is what the JIT compiler vectorises. An array may be longer than the neurons are, and has
 * other contents at the next step: no cell keeps one.
 *
 * <p>Both passes may overwrite {@link #scratch}, and nothing besides what they are to write.
 */
public final class CellRow {
  /** Arrays of work space. */
  public static final int SCRATCH_ROWS = 6;

  /**
   * Pre-activation of each gate from the input (and from the recurrence, in merged cells)
   * [gates][neurons]; overwritten only by cells that keep their gates.
   */
  public final float[][] z;

  /**
   * Pre-activation of each gate from the recurrence [gates][neurons], of cells that are not merged.
   */
  public final float[][] zRecurrent;

  /** Output before the step [neurons]. */
  public float[] hiddenBefore;

  /** States before the step [states][neurons]. */
  public final float[][] stateBefore;

  /** Output after the step [neurons]; work space in the backward pass. */
  public float[] hidden;

  /** States after the step [states][neurons]; work space in the backward pass. */
  public final float[][] state;

  /**
   * Parameters of the neurons [parameters][neurons], within their ranges, as {@link
   * NeuronCell#prepare} left them.
   */
  public final float[][] parameter;

  /**
   * Gradient by the output [neurons]. Backward pass: in, by the output after the step; out, by the
   * one before it without the part that passes through recurrent weights.
   */
  public float[] gradHidden;

  /** Gradient by the states [states][neurons]: in, after the step; out, before it. */
  public final float[][] gradState;

  /** Receives the gradient by {@link #z} [gates][neurons]. */
  public float[][] gradZ;

  /** Receives the gradient by {@link #zRecurrent} [gates][neurons]. */
  public float[][] gradZRecurrent;

  /** Sums of the gradients by {@link #parameter} [parameters][neurons], which are added to. */
  public final float[][] gradParameter;

  /** Work space for the cell [6][neurons], with any contents. */
  public final float[][] scratch;

  private CellRow(NeuronCell cell, int neurons, int gradients) {
    z = new float[cell.gates()][neurons];
    zRecurrent = new float[cell.gates()][neurons];
    hiddenBefore = new float[neurons];
    stateBefore = new float[cell.states()][neurons];
    hidden = new float[neurons];
    state = new float[cell.states()][neurons];
    parameter = new float[cell.parameters().size()][neurons];
    gradHidden = new float[gradients];
    gradState = new float[cell.states()][gradients];
    gradZ = new float[cell.gates()][gradients];
    gradZRecurrent = new float[cell.gates()][gradients];
    gradParameter = new float[cell.parameters().size()][gradients];
    scratch = new float[SCRATCH_ROWS][neurons];
  }

  /** Makes what is after the last step what is before the next one. */
  public void advance() {
    float[] spare = hiddenBefore;
    hiddenBefore = hidden;
    hidden = spare;
    for (int k = 0; k < state.length; k++) {
      float[] spareState = stateBefore[k];
      stateBefore[k] = state[k];
      state[k] = spareState;
    }
  }

  /** Arrays for both passes. */
  public static CellRow forTraining(NeuronCell cell, int neurons) {
    return new CellRow(cell, neurons, neurons);
  }

  /** Arrays for the forward pass alone. */
  public static CellRow forInference(NeuronCell cell, int neurons) {
    return new CellRow(cell, neurons, 0);
  }
}
