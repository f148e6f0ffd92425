package org.spiketrain.model.kernel;

import java.util.Arrays;
import java.util.List;
import org.spiketrain.model.api.CellRow;
import org.spiketrain.model.api.NeuronCell;
import org.spiketrain.model.api.VectorMath;

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
  private float[][] hidden = new float[0][];
  private float[][][] states = new float[0][][];

  /** Neurons of one gate and without weights of their own. */
  NeuronUnroll(NeuronCell cell, int neurons, List<float[]> parameters) {
    this.cell = cell;
    this.neurons = neurons;
    this.row = CellRow.forTraining(cell, neurons);
    for (int p = 0; p < parameters.size(); p++) {
      System.arraycopy(parameters.get(p), 0, row.parameter[p], 0, neurons);
    }
  }

  /** Runs forward from a state of zero, by the input currents of each step, to its outputs. */
  void forward(int steps, Rows currents, Rows outputs) {
    Arrays.fill(row.hidden, 0f);
    zero(row.state);
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
    if (hidden.length <= steps) {
      hidden = new float[steps + 1][neurons];
      states = new float[steps + 1][cell.states()][neurons];
    }
    Arrays.fill(hidden[0], 0f);
    zero(states[0]);
    for (int t = 0; t < steps; t++) {
      goTo(t);
      currents.row(t, row.z[0]);
      cell.forward(row, neurons);
    }
    Arrays.fill(row.gradHidden, 0f);
    zero(row.gradState);
    for (int t = steps - 1; t >= 0; t--) {
      goTo(t);
      currents.row(t, row.z[0]);
      gradOutputs.row(t, row.gradHidden);
      cell.backward(row, neurons);
      gradCurrents.row(t, row.gradZ[0]);
    }
  }

  /** Lets the cell see what is before a step and overwrite what is after it. */
  private void goTo(int t) {
    row.hiddenBefore = hidden[t];
    row.hidden = hidden[t + 1];
    for (int k = 0; k < cell.states(); k++) {
      row.stateBefore[k] = states[t][k];
      row.state[k] = states[t + 1][k];
    }
  }

  private static void zero(float[][] rows) {
    for (float[] values : rows) {
      Arrays.fill(values, 0f);
    }
  }

  /** A copy of the sums of the gradients by the neuron parameters since {@link #clearGradients}. */
  float[][] neuronGradients() {
    return Arrays.stream(row.gradParameter).map(float[]::clone).toArray(float[][]::new);
  }

  void clearGradients() {
    zero(row.gradParameter);
  }

  /** Sums (overwritten) of what {@link #neuronGradients} gave for each part of a minibatch. */
  static void addUp(float[][][] parts, List<float[]> sums) {
    for (int p = 0; p < sums.size(); p++) {
      Arrays.fill(sums.get(p), 0f);
      for (float[][] part : parts) {
        VectorMath.add(part[p], sums.get(p), part[p].length);
      }
    }
  }
}
