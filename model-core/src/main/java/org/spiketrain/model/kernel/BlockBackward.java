package org.spiketrain.model.kernel;

import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.spiketrain.model.api.CellRow;
import org.spiketrain.model.api.NeuronCell;
import org.spiketrain.model.api.VectorMath;
import org.spiketrain.model.kernel.Blas.Matrix;
import org.spiketrain.model.kernel.UnitBlock.Feedback;

/** The backward pass of a {@link UnitBlock}, but for weights whose gradients are products. */
final class BlockBackward {
  /** Gradients by outputs and states before the step that came last. */
  final BlockState gradients;

  private final UnitBlock block;
  private final NeuronCell cell;
  private final NeuronRange range;
  private final SequenceMemory memory;
  private final CellRow row;
  private final WeightPanel panel;
  private final EventRows gradInputWeights;
  private final EventRows gradRecurrentWeights;
  private final NativeBuffer gradHidden = new NativeBuffer();
  private final float[][] gradBias;
  private final float[][] gradRecurrentBias;
  private final float[] hiddenBefore;
  private final float[][] stateBefore;
  private final float[][] zeros;
  private GradientWindow window;

  /** The backward pass of a block that is complete but for it. */
  BlockBackward(UnitBlock block, int inputs) {
    this.block = block;
    this.cell = block.cell;
    this.range = block.range;
    this.memory = block.memory;
    this.row = block.row;
    this.panel = block.panel;
    this.gradInputWeights = new EventRows(inputs, range);
    this.gradRecurrentWeights =
        new EventRows(cell.hasRecurrentWeights() ? range.neurons() : 0, range);
    this.gradients = new BlockState(cell.states(), range);
    this.gradBias = new float[range.gates()][range.size()];
    this.gradRecurrentBias = new float[range.gates()][range.size()];
    this.hiddenBefore = new float[range.size()];
    this.stateBefore = new float[cell.states()][range.size()];
    this.zeros = new float[range.gates()][range.size()];
  }

  void begin(SequenceShape shape, RecurrentState gradFinal, RecurrentParameters gradient) {
    gradInputWeights.use(gradient.inputWeights());
    if (cell.hasRecurrentWeights()) {
      gradRecurrentWeights.use(gradient.recurrentWeights());
    }
    gradients.load(gradFinal, shape.batch());
    for (int g = 0; g < gradBias.length; g++) {
      Arrays.fill(gradBias[g], 0f);
      Arrays.fill(gradRecurrentBias[g], 0f);
    }
    for (float[] parameter : row.gradParameter) {
      Arrays.fill(parameter, 0f);
    }
    if (window == null) {
      window = new GradientWindow(cell, range, gradInputWeights, gradRecurrentWeights);
    }
    window.clear();
  }

  /**
   * Goes element by element back through a step; leaves the gradients by the pre-activations in z
   * and adds up the weights' for the events of {@code input}, unless null, and of {@code feedback}.
   */
  void step(SequenceShape shape, int t, SparseRows input, Feedback feedback, NativeRows gradY) {
    for (int b = 0; b < shape.batch(); b++) {
      int zRow = memory.zRow(t) + b;
      if (shape.isPadded(t, b)) {
        gradients.clear(b);
        if (b < shape.activeRows(t)) {
          storeGates(zeros, zeros, zRow);
        }
        continue;
      }
      int stateRow = memory.stateRow(t) + b;
      loadStep(zRow, stateRow, b);
      addOutputGradient(t * shape.batch() + b, gradY);
      window.receive(row);
      cell.backward(row, range.size());
      storeGates(row.gradZ, row.gradZRecurrent, zRow);
      addBiasGradients();
      addWeightGradients(input, shape.firstRow(t) + b, feedback, stateRow);
    }
  }

  private void loadStep(int zRow, int stateRow, int b) {
    for (int g = 0; g < row.z.length; g++) {
      int inZ = (int) range.inPanel(zRow, g);
      panel.z.load(inZ, row.z[g]);
      if (!cell.isMerged()) {
        panel.zRecurrent.load(inZ, row.zRecurrent[g]);
      }
    }
    int at = stateRow * range.neurons() + range.first();
    row.hiddenBefore = hiddenBefore;
    memory.hiddenBefore.load(at, hiddenBefore);
    for (int k = 0; k < stateBefore.length; k++) {
      row.stateBefore[k] = stateBefore[k];
      memory.stateBefore[k].load(at, stateBefore[k]);
      row.gradState[k] = gradients.state()[k][b];
    }
    row.gradHidden = gradients.hidden()[b];
  }

  private void addOutputGradient(int outputRow, NativeRows gradY) {
    float[] gradient = row.scratch[0];
    if (block.output.hasOutput()) {
      gradY.load(outputRow, range.first(), gradient);
      VectorMath.add(gradient, row.gradHidden, range.size());
    }
    if (block.output.hasMembrane()) {
      int column = block.output.membraneColumn(range.neurons()) + range.first();
      gradY.load(outputRow, column, gradient);
      VectorMath.add(gradient, row.gradState[0], range.size());
    }
  }

  private void storeGates(float[][] gradZ, float[][] gradZRecurrent, int zRow) {
    block.storeGates(gradZ, panel.z, zRow);
    if (!cell.isMerged()) {
      block.storeGates(gradZRecurrent, panel.zRecurrent, zRow);
    }
  }

  private void addBiasGradients() {
    for (int g = 0; g < gradBias.length; g++) {
      VectorMath.add(row.gradZ[g], gradBias[g], range.size());
      if (!cell.isMerged()) {
        VectorMath.add(row.gradZRecurrent[g], gradRecurrentBias[g], range.size());
      }
    }
  }

  private void addWeightGradients(
      SparseRows input, int activeRow, Feedback feedback, int stateRow) {
    if (input != null) {
      window.addInput(input, activeRow);
    }
    if (feedback == Feedback.EVENTS) {
      for (UnitBlock other : block.layer) {
        window.addRecurrence(other.events(), stateRow);
      }
    }
    if (input != null || feedback == Feedback.EVENTS) {
      window.next();
    }
  }

  /**
   * Adds what comes back to this block's outputs of the step before through the weights from all
   * panels' gradients.
   */
  void backThroughRecurrence(SequenceShape shape, int t, WeightPanel[] panels) {
    int rows = shape.activeRows(t);
    if (rows == 0) {
      return;
    }
    if (rows == 1) {
      addRow(memory.zRow(t), panels);
      return;
    }
    int[] columns = columns(rows, panels);
    int width = columns[1] - columns[0];
    multiply(memory.zRow(t), rows, panels, columns);
    float[] part = row.scratch[0];
    int begin = range.first() - range.panelFirst() - columns[0];
    for (int b = 0; b < rows; b++) {
      if (!shape.isPadded(t, b)) {
        gradHidden.load(b * width + begin, part);
        VectorMath.add(part, gradients.hidden()[b], range.size());
      }
    }
  }

  private void addRow(int zRow, WeightPanel[] panels) {
    for (WeightPanel other : panels) {
      FloatPointer gradient = other.matrix(other.recurrentSums(), zRow).pointer();
      FloatPointer weights = other.recurrentWeights.from(range.first()).pointer();
      int width = other.range.width();
      Blas.addDotRows(range.size(), width, gradient, weights, gradients.hidden()[0]);
    }
  }

  /** The panel's columns to compute for the block's own to have the bits of the whole. */
  private int[] columns(int rows, WeightPanel[] panels) {
    int from = range.first() - range.panelFirst();
    int to = from + range.size();
    int[] columns = {from, to};
    for (WeightPanel other : panels) {
      int k = other.range.width();
      int[] some = ProductParts.columnsOfTransposedRight(rows, range.panelSize(), k, from, to);
      columns[0] = Math.min(columns[0], some[0]);
      columns[1] = Math.max(columns[1], some[1]);
    }
    return columns;
  }

  private void multiply(int zRow, int rows, WeightPanel[] panels, int[] columns) {
    int width = columns[1] - columns[0];
    gradHidden.reserve((long) rows * width);
    Matrix target = new Matrix(gradHidden.at(0), width);
    float beta = 0f;
    for (WeightPanel other : panels) {
      Matrix gradient = other.matrix(other.recurrentSums(), zRow);
      Matrix weights = other.recurrentWeights.from(range.panelFirst() + columns[0]);
      int k = other.range.width();
      Blas.multiplyTransposedRight(rows, width, k, gradient, weights, beta, target);
      beta = 1f;
    }
  }

  /** Writes the gradients that were added up here, of weights only where they came from events. */
  void store(RecurrentParameters gradient, boolean inputEvents, boolean recurrentEvents) {
    storeBias(gradBias, gradient.inputBias());
    if (cell.hasRecurrentWeights()) {
      storeBias(cell.isMerged() ? gradBias : gradRecurrentBias, gradient.recurrentBias());
    }
    if (inputEvents) {
      window.input.finish();
    }
    if (recurrentEvents) {
      window.recurrent.finish();
    }
    for (int p = 0; p < row.gradParameter.length; p++) {
      float[] ofLayer = gradient.neuron().get(p);
      System.arraycopy(row.gradParameter[p], 0, ofLayer, range.first(), range.size());
    }
  }

  private void storeBias(float[][] source, FloatPointer target) {
    for (int g = 0; g < source.length; g++) {
      target.getPointer(range.inLayer(0, g)).put(source[g], 0, range.size());
    }
  }
}
