package org.spiketrain.model.kernel;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.spiketrain.model.api.CellRow;
import org.spiketrain.model.api.NeuronCell;

/**
 * The backward pass of a {@link UnitBlock}: gradients by its states, biases and neuron parameters,
 * and by its weights where they are added up event by event.
 */
final class BlockBackward {
  private final UnitBlock block;
  private final NeuronCell cell;
  private final int inputs;
  private final int neurons;
  private final int first;
  private final int size;
  private final SequenceMemory memory;
  private final CellRow row;
  private final BlockProducts products;
  private final BlockState gradients;
  private final float[][] gradBias;
  private final float[][] gradRecurrentBias;
  private final float[] hiddenBefore;
  private final float[][] stateBefore;
  private final float[] zero;
  private GradientWindow window;

  /**
   * @param block the block, complete but for its backward pass
   * @param inputs input channels
   */
  BlockBackward(UnitBlock block, int inputs) {
    this.block = block;
    this.cell = block.cell();
    this.inputs = inputs;
    this.neurons = block.neurons();
    this.first = block.first();
    this.size = block.size();
    this.memory = block.memory();
    this.row = block.row();
    this.products = block.products();
    this.gradients = new BlockState(cell.states(), neurons, first, size);
    this.gradBias = new float[cell.gates()][size];
    this.gradRecurrentBias = new float[cell.gates()][size];
    this.hiddenBefore = new float[size];
    this.stateBefore = new float[cell.states()][size];
    this.zero = new float[size];
  }

  /** Gradients by outputs and states before the step that came last. */
  BlockState gradients() {
    return gradients;
  }

  /** Gets ready for the backward pass. */
  void begin(SequenceShape shape, RecurrentState gradFinal, RecurrentParameters gradient) {
    products.beginBackward(gradient);
    gradients.load(gradFinal, shape.batch());
    for (int g = 0; g < gradBias.length; g++) {
      Arrays.fill(gradBias[g], 0f);
      Arrays.fill(gradRecurrentBias[g], 0f);
    }
    for (float[] parameter : row.gradParameter) {
      Arrays.fill(parameter, 0f);
    }
    if (window == null) {
      window = new GradientWindow(cell, inputs, neurons, first, size);
    }
    window.clear();
  }

  /**
   * The element-wise backward pass through one step; leaves the gradients by the pre-activations in
   * z.
   *
   * @param input events of the input whose weights' gradient is to be added up; null for none
   * @param recurrence events of the step before, likewise
   */
  void step(
      SequenceShape shape,
      int t,
      SparseRows input,
      RecurrentInput recurrence,
      CellOutput output,
      NativeRows gradY) {
    for (int b = 0; b < shape.batch(); b++) {
      if (shape.isPadded(t, b)) {
        gradients.clear(b);
        if (b < shape.activeRows(t)) {
          storeZeroGradient(memory.zRow(t) + b);
        }
        continue;
      }
      int activeRow = memory.zRow(t) + b;
      loadStep(activeRow, b);
      addOutputGradient(t * shape.batch() + b, output, gradY);
      window.receive(row);
      cell.backward(row, size);
      storeGradient(activeRow);
      addWeightGradients(input, recurrence, activeRow);
    }
  }

  private void addWeightGradients(SparseRows input, RecurrentInput recurrence, int activeRow) {
    if (input != null) {
      window.addInput(input, activeRow);
    }
    if (recurrence.isEvents()) {
      for (UnitBlock other : recurrence.blocks()) {
        window.addRecurrence(other.events(), activeRow);
      }
    }
    if (input != null || recurrence.isEvents()) {
      window.next();
    }
  }

  private void loadStep(int activeRow, int b) {
    for (int g = 0; g < row.z.length; g++) {
      int inZ = activeRow * products.width() + g * size;
      products.z.load(inZ, row.z[g]);
      if (!cell.isMerged()) {
        products.zRecurrent.load(inZ, row.zRecurrent[g]);
      }
    }
    int at = activeRow * neurons + first;
    row.hiddenBefore = hiddenBefore;
    memory.hiddenBefore.load(at, hiddenBefore);
    for (int k = 0; k < stateBefore.length; k++) {
      row.stateBefore[k] = stateBefore[k];
      memory.stateBefore[k].load(at, stateBefore[k]);
      row.gradState[k] = gradients.state()[k][b];
    }
    row.gradHidden = gradients.hidden()[b];
  }

  private void addOutputGradient(int outputRow, CellOutput output, NativeRows gradY) {
    float[] gradient = row.scratch[0];
    if (output.hasOutput()) {
      gradY.load(outputRow, first, gradient);
      add(gradient, row.gradHidden);
    }
    if (output.hasMembrane()) {
      gradY.load(outputRow, output.membraneColumn(neurons) + first, gradient);
      add(gradient, row.gradState[0]);
    }
  }

  private void storeGradient(int activeRow) {
    block.storeGates(row.gradZ, products.z, activeRow);
    for (int g = 0; g < gradBias.length; g++) {
      add(row.gradZ[g], gradBias[g]);
    }
    if (!cell.isMerged()) {
      block.storeGates(row.gradZRecurrent, products.zRecurrent, activeRow);
      for (int g = 0; g < gradBias.length; g++) {
        add(row.gradZRecurrent[g], gradRecurrentBias[g]);
      }
    }
  }

  private void storeZeroGradient(int activeRow) {
    for (int g = 0; g < gradBias.length; g++) {
      int at = activeRow * products.width() + g * size;
      products.z.store(at, zero);
      if (!cell.isMerged()) {
        products.zRecurrent.store(at, zero);
      }
    }
  }

  /** Adds what comes back to this block's outputs of the step before through the weights. */
  void backThroughRecurrence(SequenceShape shape, int t, List<UnitBlock> blocks) {
    int rows = shape.activeRows(t);
    products.backThroughRecurrence(blocks, memory.zRow(t), rows, gradients.hidden()[0]);
    float[] share = row.scratch[0];
    for (int b = 0; b < rows && rows > 1; b++) {
      if (!shape.isPadded(t, b)) {
        products.loadGradHidden(b, share);
        add(share, gradients.hidden()[b]);
      }
    }
  }

  /**
   * Writes the gradients that were added up here.
   *
   * @param inputEvents whether those of the input weights came from events
   * @param recurrentEvents whether those of the recurrent weights did
   */
  void store(RecurrentParameters gradient, boolean inputEvents, boolean recurrentEvents) {
    storeBias(gradBias, gradient.inputBias());
    if (cell.hasRecurrentWeights()) {
      storeBias(cell.isMerged() ? gradBias : gradRecurrentBias, gradient.recurrentBias());
    }
    if (inputEvents) {
      window.storeInput(gradient.inputWeights());
    }
    if (recurrentEvents) {
      window.storeRecurrent(gradient.recurrentWeights());
    }
    for (int p = 0; p < row.gradParameter.length; p++) {
      System.arraycopy(row.gradParameter[p], 0, gradient.neuron().get(p), first, size);
    }
  }

  private void storeBias(float[][] source, FloatPointer target) {
    for (int g = 0; g < source.length; g++) {
      target.getPointer((long) g * neurons + first).put(source[g], 0, size);
    }
  }

  private static void add(float[] source, float[] target) {
    for (int j = 0; j < target.length; j++) {
      target[j] += source[j];
    }
  }
}
