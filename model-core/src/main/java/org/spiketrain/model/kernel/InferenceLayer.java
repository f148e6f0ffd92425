package org.spiketrain.model.kernel;

import java.io.Serializable;
import org.spiketrain.model.kernel.RecurrentKernel.Direction;

/**
 * One direction of a recurrent layer for inference: no history, one example at a time, driven by
 * events only. Its answer for an example never depends on what else is in a batch, so batch scoring
 * and single answers agree bit for bit. Immutable; safe for use by several threads.
 */
public final class InferenceLayer implements Serializable {
  private static final long serialVersionUID = 1L;

  private final RecurrentCell cell;
  private final int hidden;
  private final Direction direction;
  private final float[][][] inputWeights;
  private final float[][][] recurrentWeights;
  private final float[][] inputBias;
  private final float[][] recurrentBias;

  /**
   * @param cell the layer's cell
   * @param hidden cells
   * @param direction in which order the steps are walked
   * @param inputWeights [inputs, gates * hidden] row-major
   * @param recurrentWeights [hidden, gates * hidden] row-major; empty where the cell has none
   * @param inputBias [gates * hidden]
   * @param recurrentBias [gates * hidden]; empty where the cell has no recurrent weights
   */
  public InferenceLayer(
      RecurrentCell cell,
      int hidden,
      Direction direction,
      float[] inputWeights,
      float[] recurrentWeights,
      float[] inputBias,
      float[] recurrentBias) {
    this.cell = cell;
    this.hidden = hidden;
    this.direction = direction;
    this.inputWeights = byGate(inputWeights);
    this.recurrentWeights = byGate(recurrentWeights);
    this.inputBias = byGate(inputBias)[0];
    this.recurrentBias =
        cell.hasRecurrentWeights() ? byGate(recurrentBias)[0] : new float[cell.gates()][hidden];
    if (cell.isMerged()) {
      for (int g = 0; g < cell.gates(); g++) {
        for (int j = 0; j < hidden; j++) {
          this.inputBias[g][j] += this.recurrentBias[g][j];
        }
      }
    }
  }

  private float[][][] byGate(float[] matrix) {
    int width = cell.gates() * hidden;
    float[][][] rows = new float[matrix.length / width][cell.gates()][hidden];
    for (int r = 0; r < rows.length; r++) {
      for (int g = 0; g < cell.gates(); g++) {
        System.arraycopy(matrix, r * width + g * hidden, rows[r][g], 0, hidden);
      }
    }
    return rows;
  }

  /**
   * Runs the layer over one example.
   *
   * @param input the events of each step
   * @param output receives h_t at [t][offset .. offset + hidden)
   * @param offset first column of the output
   */
  public void run(SpikeRows input, float[][] output, int offset) {
    CellRow row = new CellRow(cell.gates(), hidden);
    int steps = input.timeSteps();
    for (int s = 0; s < steps; s++) {
      int t = direction == Direction.FORWARD ? s : steps - 1 - s;
      preActivations(row, input, t);
      System.arraycopy(row.hidden, 0, row.hiddenBefore, 0, hidden);
      System.arraycopy(row.cell, 0, row.cellBefore, 0, hidden);
      cell.forward(row, hidden);
      System.arraycopy(row.hidden, 0, output[t], offset, hidden);
    }
  }

  private void preActivations(CellRow row, SpikeRows input, int t) {
    float[][] recurrent = cell.isMerged() ? row.z : row.zRecurrent;
    for (int g = 0; g < cell.gates(); g++) {
      System.arraycopy(inputBias[g], 0, row.z[g], 0, hidden);
      if (!cell.isMerged()) {
        System.arraycopy(recurrentBias[g], 0, row.zRecurrent[g], 0, hidden);
      }
    }
    for (int k = input.begin(t); k < input.end(t); k++) {
      addRow(inputWeights[input.channel(k)], input.value(k), row.z);
    }
    for (int j = 0; j < recurrentWeights.length; j++) {
      if (row.hidden[j] != 0f) {
        addRow(recurrentWeights[j], row.hidden[j], recurrent);
      }
    }
  }

  private static void addRow(float[][] weights, float factor, float[][] target) {
    for (int g = 0; g < target.length; g++) {
      addScaled(weights[g], factor, target[g]);
    }
  }

  private static void addScaled(float[] source, float factor, float[] target) {
    for (int j = 0; j < target.length; j++) {
      target[j] += factor * source[j];
    }
  }
}
