package org.spiketrain.model.kernel;

import org.bytedeco.javacpp.FloatPointer;
import org.spiketrain.model.api.CellRow;
import org.spiketrain.model.api.NeuronCell;
import org.spiketrain.model.api.VectorMath;

/**
 * Some neighbouring neurons of a panel, with everything that is theirs alone: state, biases and the
 * weight rows of events; its gradients are its {@link BlockBackward}'s. One thread works on a
 * block; between two steps the blocks meet, since each reads the outputs of all. What a neuron
 * computes does not depend on the block that it is in.
 */
final class UnitBlock {
  /** With so few rows a matrix product is bound by reading the weights: rows added beat it. */
  private static final int FEW_ROWS = 4;

  private static final double FEW_ROWS_DENSITY = 0.8;

  /** Fraction of neurons that fire up to which adding rows beats a product (docs/FINDINGS.md). */
  private static final double EVENT_DENSITY = 0.25;

  /** Way in which the outputs of the step before reach the pre-activations. */
  enum Feedback {
    /** Not at all: there are no weights, or nothing was before. */
    NONE,
    /** By weight rows added for each that fired. */
    EVENTS,
    /** By a matrix product that is in the pre-activations already. */
    PRODUCT
  }

  final NeuronCell cell;
  final CellOutput output;
  final NeuronRange range;
  final SequenceMemory memory;

  final UnitBlock[] layer;

  /** Arrays of one example, which both passes use in turn. */
  final CellRow row;

  final WeightPanel panel;
  final EventRows inputWeights;
  final EventRows recurrentWeights;
  final BlockNormalisation normalisation;

  /** Outputs and states after the last step of the forward pass. */
  final BlockState states;

  final BlockBackward backward;

  private final float[][] bias;
  private final float[][] recurrentBias;
  private final WeightRows adder = new WeightRows();
  private final EventLog[] logs = {new EventLog(), new EventLog()};
  private final int[] firing = new int[2];
  private long fired;

  UnitBlock(
      Unit unit, WeightPanel panel, NeuronRange range, SequenceMemory memory, UnitBlock[] layer) {
    this.cell = unit.cell();
    this.output = unit.output();
    this.range = range;
    this.memory = memory;
    this.layer = layer;
    this.row = CellRow.forTraining(cell, range.size());
    this.bias = new float[range.gates()][range.size()];
    this.recurrentBias = new float[range.gates()][range.size()];
    this.panel = panel;
    this.inputWeights = new EventRows(unit.inputs(), range);
    this.recurrentWeights = new EventRows(cell.hasRecurrentWeights() ? range.neurons() : 0, range);
    this.normalisation = new BlockNormalisation(range);
    this.states = new BlockState(cell.states(), range);
    this.backward = new BlockBackward(this, unit.inputs());
  }

  /** Outputs that were not zero, of all steps of a window in training. */
  EventLog events() {
    return logs[0];
  }

  void begin(SequenceShape shape, RecurrentState initial, RecurrentParameters parameters) {
    states.load(initial, shape.batch());
    loadParameters(parameters);
    inputWeights.use(parameters.inputWeights());
    if (cell.hasRecurrentWeights()) {
      recurrentWeights.use(parameters.recurrentWeights());
    }
    logs[0].clear(shape.batch());
    logs[1].clear(shape.batch());
    fired = 0;
  }

  /** Begins the memory's window, which goes on from the states that are here. */
  void beginWindow() {
    if (memory.isTraining()) {
      logs[0].clear(memory.window().rows());
    }
  }

  private void loadParameters(RecurrentParameters parameters) {
    loadBias(parameters.inputBias(), bias);
    if (cell.hasRecurrentWeights()) {
      loadBias(parameters.recurrentBias(), recurrentBias);
      for (int g = 0; g < bias.length && cell.isMerged(); g++) {
        VectorMath.add(recurrentBias[g], bias[g], range.size());
      }
    }
    for (int p = 0; p < row.parameter.length; p++) {
      float[] ofLayer = parameters.neuron().get(p);
      System.arraycopy(ofLayer, range.first(), row.parameter[p], 0, range.size());
    }
  }

  private void loadBias(FloatPointer source, float[][] target) {
    for (int g = 0; g < target.length; g++) {
      source.getPointer(range.inLayer(0, g)).get(target[g], 0, range.size());
    }
  }

  /** Keeps what step {@code t}, before which {@code s} were run, needs of the state before it. */
  void keepState(SequenceShape shape, int t, int s) {
    int stateRow = memory.stateRow(t, s);
    EventLog log = log(s);
    float[][] hidden = states.hidden();
    float[][][] state = states.state();
    if (!memory.isTraining()) {
      log.clear(shape.batch());
    }
    int count = 0;
    for (int b = 0; b < shape.activeRows(t); b++) {
      int at = (stateRow + b) * range.neurons() + range.first();
      memory.hiddenBefore.store(at, hidden[b]);
      if (memory.isTraining()) {
        for (int k = 0; k < state.length; k++) {
          memory.stateBefore[k].store(at, state[k][b]);
        }
      }
      if (cell.hasRecurrentWeights() && cell.isSpiking()) {
        count += log.append(logRow(t) + b, hidden[b], range.first());
      }
    }
    firing[s & 1] = count;
    fired += count;
  }

  private EventLog log(int s) {
    return memory.isTraining() ? logs[0] : logs[s & 1];
  }

  private int logRow(int t) {
    return memory.isTraining() ? memory.stateRow(t) : 0;
  }

  /** Number of this block's outputs that were not zero after {@code s} steps. */
  int firing(int s) {
    return firing[s & 1];
  }

  /** The same over all steps that were run. */
  long fired() {
    return fired;
  }

  /** Returns whether the outputs of the step before are few enough to add weight rows. */
  static boolean isEventDriven(NeuronCell cell, long firing, int rows, int neurons) {
    double most = rows <= FEW_ROWS ? FEW_ROWS_DENSITY : EVENT_DENSITY;
    return cell.isSpiking() && firing < most * rows * neurons;
  }

  /**
   * Runs the cell over one step of all examples; {@code input} has its events, or is null where its
   * product is in z already. The output goes to {@code y}, unless that is {@link NativeRows#NONE}.
   */
  void step(SequenceShape shape, int t, int s, SparseRows input, Feedback feedback, NativeRows y) {
    for (int b = 0; b < shape.batch(); b++) {
      if (shape.isPadded(t, b)) {
        states.clear(b);
      } else {
        int zRow = memory.zRow(t) + b;
        load(zRow, input == null, feedback == Feedback.PRODUCT);
        if (input != null) {
          addInput(input, shape.firstRow(t) + b);
        }
        if (feedback == Feedback.EVENTS) {
          addRecurrence(logRow(t) + b, s);
        }
        forward(b);
        if (memory.isTraining()) {
          storeForBackward(zRow);
        }
      }
      store(t * shape.batch() + b, b, y);
    }
  }

  private void load(int zRow, boolean hasInputProduct, boolean hasRecurrentProduct) {
    boolean isInZ = hasInputProduct || (hasRecurrentProduct && cell.isMerged());
    loadGates(panel.z, zRow, isInZ, bias, row.z);
    if (!cell.isMerged()) {
      loadGates(panel.zRecurrent, zRow, hasRecurrentProduct, recurrentBias, row.zRecurrent);
    }
  }

  private void loadGates(
      NativeBuffer buffer, int zRow, boolean hasProduct, float[][] biases, float[][] target) {
    for (int g = 0; g < target.length; g++) {
      if (hasProduct) {
        buffer.load((int) range.inPanel(zRow, g), target[g]);
        VectorMath.add(biases[g], target[g], range.size());
      } else {
        System.arraycopy(biases[g], 0, target[g], 0, range.size());
      }
    }
  }

  private void addInput(SparseRows events, int activeRow) {
    for (int k = events.begin(activeRow); k < events.end(activeRow); k++) {
      adder.add(inputWeights.row(events.channel(k)), events.value(k), row.z);
    }
    adder.flush(row.z);
  }

  private void addRecurrence(int logRow, int s) {
    float[][] target = cell.isMerged() ? row.z : row.zRecurrent;
    for (UnitBlock block : layer) {
      EventLog log = block.log(s);
      int[] neuron = log.neurons();
      float[] value = log.values();
      for (int k = log.begin(logRow); k < log.end(logRow); k++) {
        adder.add(recurrentWeights.row(neuron[k]), value[k], target);
      }
    }
    adder.flush(target);
  }

  private void forward(int b) {
    float[][] hidden = states.hidden();
    float[][][] state = states.state();
    float[] before = hidden[b];
    row.hiddenBefore = before;
    for (int k = 0; k < state.length; k++) {
      row.stateBefore[k] = state[k][b];
    }
    cell.forward(row, range.size());
    hidden[b] = row.hidden;
    row.hidden = before;
    for (int k = 0; k < state.length; k++) {
      state[k][b] = row.state[k];
      row.state[k] = row.stateBefore[k];
    }
  }

  private void storeForBackward(int zRow) {
    storeGates(row.z, panel.z, zRow);
    if (!cell.isMerged()) {
      storeGates(row.zRecurrent, panel.zRecurrent, zRow);
    }
  }

  /** Writes rows [gates][size] to a row of pre-activations, or of gradients by them. */
  void storeGates(float[][] source, NativeBuffer buffer, int zRow) {
    for (int g = 0; g < source.length; g++) {
      buffer.store((int) range.inPanel(zRow, g), source[g]);
    }
  }

  private void store(int outputRow, int b, NativeRows y) {
    if (y == NativeRows.NONE) {
      return;
    }
    if (output.hasOutput()) {
      y.store(outputRow, range.first(), states.hidden()[b]);
    }
    if (output.hasMembrane()) {
      int column = output.membraneColumn(range.neurons()) + range.first();
      y.store(outputRow, column, states.state()[0][b]);
    }
  }
}
