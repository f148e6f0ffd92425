package org.spiketrain.model.kernel;

import java.util.Arrays;
import java.util.List;
import org.spiketrain.model.api.CellRow;
import org.spiketrain.model.api.NeuronCell;

/**
 * Neurons without weights unrolled over a sequence of currents, forward and backward. The backward
 * pass runs forward again first: keeping what that gives for every position of a sentence would
 * take more memory than the unrolling takes time.
 */
final class NeuronUnroll {
  /** Reads or receives the row of one step. */
  interface Rows {
    void row(int step, float[] values);
  }

  private final NeuronCell cell;
  private final int neurons;
  private final CellRow row;
  private float[][] hiddenBefore = new float[0][];
  private float[][][] stateBefore = new float[0][][];

  /**
   * @param cell equations of the neurons, of one gate and without weights of their own
   * @param neurons how many
   * @param parameters their neuron parameters, each [neurons]
   */
  NeuronUnroll(NeuronCell cell, int neurons, List<float[]> parameters) {
    this.cell = cell;
    this.neurons = neurons;
    this.row = CellRow.forTraining(cell, neurons);
    for (int p = 0; p < parameters.size(); p++) {
      System.arraycopy(parameters.get(p), 0, row.parameter[p], 0, neurons);
    }
  }

  /**
   * Runs forward from a state of zero.
   *
   * @param currents gives the input currents of a step
   * @param outputs receives the outputs of a step
   */
  void forward(int steps, Rows currents, Rows outputs) {
    begin();
    for (int t = 0; t < steps; t++) {
      row.advance();
      currents.row(t, row.z[0]);
      cell.forward(row, neurons);
      outputs.row(t, row.hidden);
    }
  }

  /**
   * Runs forward and backward; adds to {@link #neuronGradients}.
   *
   * @param currents gives the input currents of a step, twice
   * @param gradOutputs adds the gradient by the outputs of a step
   * @param gradCurrents receives the gradient by the currents of a step, after they were read for
   *     the last time
   */
  void backward(int steps, Rows currents, Rows gradOutputs, Rows gradCurrents) {
    reserve(steps);
    begin();
    for (int t = 0; t < steps; t++) {
      row.advance();
      keep(t);
      currents.row(t, row.z[0]);
      cell.forward(row, neurons);
    }
    Arrays.fill(row.gradHidden, 0f);
    for (float[] state : row.gradState) {
      Arrays.fill(state, 0f);
    }
    for (int t = steps - 1; t >= 0; t--) {
      restore(t);
      currents.row(t, row.z[0]);
      gradOutputs.row(t, row.gradHidden);
      cell.backward(row, neurons);
      gradCurrents.row(t, row.gradZ[0]);
    }
  }

  private void begin() {
    Arrays.fill(row.hidden, 0f);
    for (float[] state : row.state) {
      Arrays.fill(state, 0f);
    }
  }

  private void reserve(int steps) {
    if (hiddenBefore.length < steps) {
      hiddenBefore = new float[steps][neurons];
      stateBefore = new float[steps][cell.states()][neurons];
    }
  }

  private void keep(int t) {
    System.arraycopy(row.hiddenBefore, 0, hiddenBefore[t], 0, neurons);
    for (int k = 0; k < cell.states(); k++) {
      System.arraycopy(row.stateBefore[k], 0, stateBefore[t][k], 0, neurons);
    }
  }

  private void restore(int t) {
    System.arraycopy(hiddenBefore[t], 0, row.hiddenBefore, 0, neurons);
    for (int k = 0; k < cell.states(); k++) {
      System.arraycopy(stateBefore[t][k], 0, row.stateBefore[k], 0, neurons);
    }
  }

  /** The sum of the gradients by the neuron parameters since {@link #clearGradients}. */
  float[][] neuronGradients() {
    return row.gradParameter;
  }

  void clearGradients() {
    for (float[] gradient : row.gradParameter) {
      Arrays.fill(gradient, 0f);
    }
  }
}
