package org.spiketrain.model.kernel;

import org.bytedeco.javacpp.FloatPointer;
import org.spiketrain.model.api.CellRow;
import org.spiketrain.model.api.NeuronCell;

/**
 * The gradients by a block's pre-activations of some rows, kept until the weights that the rows'
 * events asked for have got their part. Their order depends on the rows alone.
 */
final class GradientWindow {
  /** So many floats wait at most: a fraction of the second-level cache. */
  private static final int FLOATS = 64 * 1024;

  private final float[][][] gradZ;
  private final float[][][] gradZRecurrent;
  private final EventGradients input;
  private final EventGradients recurrent;
  private int row;

  /**
   * @param inputs input channels
   * @param neurons neurons of the layer
   * @param first the block's first neuron
   * @param size neurons of the block
   */
  GradientWindow(NeuronCell cell, int inputs, int neurons, int first, int size) {
    int gates = cell.gates();
    int rows = Math.max(1, FLOATS / (gates * size));
    this.gradZ = new float[rows][][];
    this.gradZRecurrent = new float[rows][][];
    for (int r = 0; r < rows; r++) {
      gradZ[r] = new float[gates][size];
      gradZRecurrent[r] = cell.isMerged() ? gradZ[r] : new float[gates][size];
    }
    this.input =
        new EventGradients(inputs, new BlockGradients(inputs, gates, neurons, first, size));
    int recurrentRows = cell.hasRecurrentWeights() ? neurons : 0;
    this.recurrent =
        new EventGradients(
            recurrentRows, new BlockGradients(recurrentRows, gates, neurons, first, size));
  }

  /** Starts from zero. */
  void clear() {
    row = 0;
    input.clear();
    recurrent.clear();
  }

  /** Lets the cell write the next row's gradients here. */
  void receive(CellRow cellRow) {
    cellRow.gradZ = gradZ[row];
    cellRow.gradZRecurrent = gradZRecurrent[row];
  }

  /** Takes the input's events of the row. */
  void addInput(SparseRows events, int activeRow) {
    for (int k = events.begin(activeRow); k < events.end(activeRow); k++) {
      input.add(events.channel(k), events.value(k), row);
    }
  }

  /** Takes the outputs of a block in the step before the row. */
  void addRecurrence(EventLog log, int activeRow) {
    int[] neuron = log.neurons();
    float[] value = log.values();
    for (int k = log.begin(activeRow); k < log.end(activeRow); k++) {
      recurrent.add(neuron[k], value[k], row);
    }
  }

  /** The row is complete. */
  void next() {
    row++;
    if (row == gradZ.length) {
      flush();
    }
  }

  private void flush() {
    input.flush(gradZ);
    recurrent.flush(gradZRecurrent);
    row = 0;
  }

  /** Writes the gradient of the input weights, all of it from events. */
  void storeInput(FloatPointer target) {
    input.finish(gradZ, target);
  }

  /** Writes the gradient of the recurrent weights, all of it from events. */
  void storeRecurrent(FloatPointer target) {
    recurrent.finish(gradZRecurrent, target);
  }
}
