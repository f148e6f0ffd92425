package org.spiketrain.model.kernel;

import java.io.Serializable;
import java.util.List;
import org.spiketrain.model.api.CellRow;
import org.spiketrain.model.api.NeuronCell;
import org.spiketrain.model.kernel.RecurrentKernel.Direction;

/**
 * One unit of a recurrent layer for inference: no history, one example at a time, driven by events
 * only. Its answer for an example never depends on what else is in a batch, so batch scoring and
 * single answers agree bit for bit. Immutable; safe for use by several threads.
 */
public final class InferenceLayer implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Unit unit;
  private final float[][][] inputWeights;
  private final float[][][] recurrentWeights;
  private final float[][] inputBias;
  private final float[][] recurrentBias;
  private final float[][] neuronParameters;

  /**
   * Copies the parameters.
   *
   * @param unit the neurons
   * @param inputWeights [inputs, gates * neurons] row-major
   * @param recurrentWeights [neurons, gates * neurons] row-major; empty where the cell has none
   * @param inputBias [gates * neurons]
   * @param recurrentBias [gates * neurons]; empty where the cell has no recurrent weights
   * @param neuron the neuron parameters as the cell lists them, each [neurons]
   */
  public InferenceLayer(
      Unit unit,
      float[] inputWeights,
      float[] recurrentWeights,
      float[] inputBias,
      float[] recurrentBias,
      List<float[]> neuron) {
    NeuronCell cell = unit.cell();
    this.unit = unit;
    this.inputWeights = byGate(inputWeights);
    this.recurrentWeights = byGate(recurrentWeights);
    this.inputBias = byGate(inputBias)[0];
    this.recurrentBias =
        cell.hasRecurrentWeights()
            ? byGate(recurrentBias)[0]
            : new float[cell.gates()][unit.neurons()];
    this.neuronParameters = neuron.stream().map(float[]::clone).toArray(float[][]::new);
    if (cell.isMerged()) {
      for (int g = 0; g < cell.gates(); g++) {
        for (int j = 0; j < unit.neurons(); j++) {
          this.inputBias[g][j] += this.recurrentBias[g][j];
        }
      }
    }
  }

  private float[][][] byGate(float[] matrix) {
    int gates = unit.cell().gates();
    int neurons = unit.neurons();
    int width = gates * neurons;
    float[][][] rows = new float[matrix.length / width][gates][neurons];
    for (int r = 0; r < rows.length; r++) {
      for (int g = 0; g < gates; g++) {
        System.arraycopy(matrix, r * width + g * neurons, rows[r][g], 0, neurons);
      }
    }
    return rows;
  }

  /**
   * Runs the unit over one example.
   *
   * @param input the events of each step
   * @param output receives the output of step t at [t][offset .. offset + output width)
   * @param offset first column of the output
   */
  public void run(SpikeRows input, float[][] output, int offset) {
    run(input, output, offset, atRest());
  }

  /** State of the neurons before the first time step. */
  CellRow atRest() {
    CellRow row = CellRow.forInference(unit.cell(), unit.neurons());
    System.arraycopy(neuronParameters, 0, row.parameter, 0, neuronParameters.length);
    return row;
  }

  /** Returns whether it runs from the first time step to the last. */
  boolean isForward() {
    return unit.direction() == Direction.FORWARD;
  }

  /** Runs the unit on from a state, which becomes that after the last time step. */
  void run(SpikeRows input, float[][] output, int offset, CellRow row) {
    WeightRows adder = new WeightRows();
    int steps = input.timeSteps();
    for (int s = 0; s < steps; s++) {
      int t = isForward() ? s : steps - 1 - s;
      preActivations(row, adder, input, t);
      row.advance();
      unit.cell().forward(row, unit.neurons());
      store(row, output[t], offset);
    }
  }

  private void store(CellRow row, float[] output, int offset) {
    int neurons = unit.neurons();
    if (unit.output().hasOutput()) {
      System.arraycopy(row.hidden, 0, output, offset, neurons);
    }
    if (unit.output().hasMembrane()) {
      int column = offset + unit.output().membraneColumn(neurons);
      System.arraycopy(row.state[0], 0, output, column, neurons);
    }
  }

  private void preActivations(CellRow row, WeightRows adder, SpikeRows input, int t) {
    boolean merged = unit.cell().isMerged();
    for (int g = 0; g < row.z.length; g++) {
      System.arraycopy(inputBias[g], 0, row.z[g], 0, unit.neurons());
      if (!merged) {
        System.arraycopy(recurrentBias[g], 0, row.zRecurrent[g], 0, unit.neurons());
      }
    }
    for (int k = input.begin(t); k < input.end(t); k++) {
      if (input.channel(k) < inputWeights.length) {
        adder.add(inputWeights[input.channel(k)], input.value(k), row.z);
      }
    }
    adder.flush(row.z);
    float[][] recurrent = merged ? row.z : row.zRecurrent;
    for (int j = 0; j < recurrentWeights.length; j++) {
      if (row.hidden[j] != 0f) {
        adder.add(recurrentWeights[j], row.hidden[j], recurrent);
      }
    }
    adder.flush(recurrent);
  }
}
