package org.spiketrain.model.kernel;

import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.spiketrain.model.api.CellRow;
import org.spiketrain.model.api.NeuronCell;
import org.spiketrain.model.kernel.Blas.Matrix;

/**
 * Some neighbouring neurons of a layer, with everything that is theirs alone: state, biases and
 * weight columns; its gradients are its {@link BlockBackward}'s. One thread works on a block;
 * between two steps the blocks meet, since each reads the outputs of all.
 */
final class UnitBlock {
  /** With so few rows a matrix product is bound by reading the weights: rows added beat it. */
  private static final int FEW_ROWS = 4;

  private static final double FEW_ROWS_DENSITY = 0.8;

  /** Fraction of neurons that fire up to which adding rows beats a product (docs/FINDINGS.md). */
  private static final double EVENT_DENSITY = 0.25;

  private final NeuronCell cell;
  private final int inputs;
  private final int neurons;
  private final int first;
  private final int size;
  private final SequenceMemory memory;
  private final CellRow row;
  private final float[][] bias;
  private final float[][] recurrentBias;
  private final BlockProducts products;
  private final EventLog[] logs = {new EventLog(), new EventLog()};
  private final int[] firing = new int[2];
  private final BlockNormalisation normalisation;
  private BlockWeights inputWeights;
  private BlockWeights recurrentWeights;
  private final BlockState states;
  private final BlockBackward backward;
  private long fired;

  /**
   * @param inputs input channels
   * @param neurons neurons of the layer
   * @param first the block's first neuron
   * @param size number of neurons of the block
   */
  UnitBlock(NeuronCell cell, int inputs, int neurons, int first, int size, SequenceMemory memory) {
    this.cell = cell;
    this.inputs = inputs;
    this.neurons = neurons;
    this.first = first;
    this.size = size;
    this.memory = memory;
    this.row = CellRow.forTraining(cell, size);
    this.bias = new float[cell.gates()][size];
    this.recurrentBias = new float[cell.gates()][size];
    this.products = new BlockProducts(cell, inputs, neurons, first, size);
    this.normalisation = new BlockNormalisation(cell.gates(), neurons, first, size);
    this.states = new BlockState(cell.states(), neurons, first, size);
    this.backward = new BlockBackward(this, inputs);
  }

  NeuronCell cell() {
    return cell;
  }

  /** Neurons of the layer. */
  int neurons() {
    return neurons;
  }

  /** The block's first neuron. */
  int first() {
    return first;
  }

  /** Number of neurons of the block. */
  int size() {
    return size;
  }

  SequenceMemory memory() {
    return memory;
  }

  /** Arrays of one example, which both passes use in turn. */
  CellRow row() {
    return row;
  }

  /** Outputs and states after the last step of the forward pass. */
  BlockState states() {
    return states;
  }

  /** The block's backward pass. */
  BlockBackward backward() {
    return backward;
  }

  /** Outputs that were not zero, of all steps of a forward pass for training. */
  EventLog events() {
    return logs[0];
  }

  /** The block's matrix products. */
  BlockProducts products() {
    return products;
  }

  /** Gets ready for a sequence. */
  void begin(SequenceShape shape, RecurrentState initial, RecurrentParameters parameters) {
    states.load(initial, shape.batch());
    loadParameters(parameters);
    products.begin(memory.zRows(), parameters);
    logs[0].clear(memory.isTraining() ? shape.rows() : shape.batch());
    logs[1].clear(shape.batch());
    fired = 0;
  }

  private void loadParameters(RecurrentParameters parameters) {
    loadGates(parameters.inputBias(), bias);
    inputWeights = inputWeights == null ? blockWeights(inputs) : inputWeights;
    inputWeights.use(parameters.inputWeights());
    if (cell.hasRecurrentWeights()) {
      loadGates(parameters.recurrentBias(), recurrentBias);
      recurrentWeights = recurrentWeights == null ? blockWeights(neurons) : recurrentWeights;
      recurrentWeights.use(parameters.recurrentWeights());
      if (cell.isMerged()) {
        for (int g = 0; g < bias.length; g++) {
          add(recurrentBias[g], bias[g]);
        }
      }
    }
    for (int p = 0; p < row.parameter.length; p++) {
      System.arraycopy(parameters.neuron().get(p), first, row.parameter[p], 0, size);
    }
  }

  private BlockWeights blockWeights(int rows) {
    return new BlockWeights(rows, cell.gates(), neurons, first, size);
  }

  private void loadGates(FloatPointer source, float[][] target) {
    for (int g = 0; g < target.length; g++) {
      source.getPointer((long) g * neurons + first).get(target[g], 0, size);
    }
  }

  /**
   * Keeps what the step {@code t} and its backward pass need of the state before it.
   *
   * @param s number of steps run before it
   */
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
      int at = (stateRow + b) * neurons + first;
      memory.hiddenBefore.store(at, hidden[b]);
      if (memory.isTraining()) {
        for (int k = 0; k < state.length; k++) {
          memory.stateBefore[k].store(at, state[k][b]);
        }
      }
      if (cell.hasRecurrentWeights() && cell.isSpiking()) {
        count += log.append(logRow(shape, t) + b, hidden[b], first);
      }
    }
    firing[s & 1] = count;
    fired += count;
  }

  /** Normalises the input products of a whole sequence, which lie in z. */
  void normalise(SequenceShape shape, Normalisation parameters) {
    normalisation.forward(shape, products.z, parameters);
  }

  /** From the gradients by the pre-activations, in z, to those by the input products. */
  void backThroughNormalisation(SequenceShape shape, Normalisation gradient) {
    normalisation.backward(shape, products.z, gradient);
  }

  private EventLog log(int s) {
    return memory.isTraining() ? logs[0] : logs[s & 1];
  }

  private int logRow(SequenceShape shape, int t) {
    return memory.isTraining() ? shape.firstRow(t) : 0;
  }

  /** Number of this block's outputs that were not zero after {@code s} steps. */
  int firing(int s) {
    return firing[s & 1];
  }

  /** The same over the whole sequence. */
  long fired() {
    return fired;
  }

  /** Returns whether the outputs of the step before are few enough to add weight rows. */
  static boolean isEventDriven(NeuronCell cell, long firing, int rows, int neurons) {
    double most = rows <= FEW_ROWS ? FEW_ROWS_DENSITY : EVENT_DENSITY;
    return cell.isSpiking() && firing < most * rows * neurons;
  }

  /** Multiplies the outputs of the step before with this block's weights. */
  void multiplyRecurrence(SequenceShape shape, int t, int s, boolean ontoInput) {
    Matrix before =
        new Matrix(memory.hiddenBefore.at((long) memory.stateRow(t, s) * neurons), neurons);
    products.multiplyRecurrence(before, memory.zRow(t), shape.activeRows(t), ontoInput);
  }

  /**
   * Runs the cell over one step of all examples.
   *
   * @param input events of the input; null where its product is in z already
   * @param recurrence where the outputs of the step before come from
   * @param y receives the output
   */
  void step(
      SequenceShape shape,
      int t,
      int s,
      SparseRows input,
      RecurrentInput recurrence,
      CellOutput output,
      NativeRows y) {
    for (int b = 0; b < shape.batch(); b++) {
      if (shape.isPadded(t, b)) {
        states.clear(b);
      } else {
        int zRow = memory.zRow(t) + b;
        load(zRow, input == null, recurrence);
        if (input != null) {
          addInput(input, shape.firstRow(t) + b);
        }
        if (recurrence.isEvents()) {
          addRecurrence(recurrence.blocks(), logRow(shape, t) + b, s);
        }
        forward(b);
        if (memory.isTraining()) {
          storeForBackward(zRow);
        }
      }
      store(t * shape.batch() + b, b, output, y);
    }
  }

  private void load(int zRow, boolean hasInputProduct, RecurrentInput recurrence) {
    boolean product = recurrence.isProduct();
    loadGates(products.z, zRow, hasInputProduct || (product && cell.isMerged()), bias, row.z);
    if (!cell.isMerged()) {
      loadGates(products.zRecurrent, zRow, product, recurrentBias, row.zRecurrent);
    }
  }

  private void loadGates(
      NativeBuffer buffer, int zRow, boolean hasProduct, float[][] biases, float[][] target) {
    for (int g = 0; g < target.length; g++) {
      if (hasProduct) {
        buffer.load(zRow * products.width() + g * size, target[g]);
        add(biases[g], target[g]);
      } else {
        System.arraycopy(biases[g], 0, target[g], 0, size);
      }
    }
  }

  private void addInput(SparseRows events, int activeRow) {
    for (int k = events.begin(activeRow); k < events.end(activeRow); k++) {
      inputWeights.add(events.channel(k), events.value(k), row.z);
    }
    inputWeights.flush(row.z);
  }

  private void addRecurrence(List<UnitBlock> blocks, int logRow, int s) {
    float[][] target = cell.isMerged() ? row.z : row.zRecurrent;
    for (UnitBlock block : blocks) {
      EventLog log = block.log(s);
      int[] neuron = log.neurons();
      float[] value = log.values();
      for (int k = log.begin(logRow); k < log.end(logRow); k++) {
        recurrentWeights.add(neuron[k], value[k], target);
      }
    }
    recurrentWeights.flush(target);
  }

  private void forward(int b) {
    float[][] hidden = states.hidden();
    float[][][] state = states.state();
    float[] before = hidden[b];
    row.hiddenBefore = before;
    for (int k = 0; k < state.length; k++) {
      row.stateBefore[k] = state[k][b];
    }
    cell.forward(row, size);
    hidden[b] = row.hidden;
    row.hidden = before;
    for (int k = 0; k < state.length; k++) {
      state[k][b] = row.state[k];
      row.state[k] = row.stateBefore[k];
    }
  }

  private void storeForBackward(int zRow) {
    storeGates(row.z, products.z, zRow);
    if (!cell.isMerged()) {
      storeGates(row.zRecurrent, products.zRecurrent, zRow);
    }
  }

  /** Writes rows [gates][size] to a row of pre-activations, or of gradients by them. */
  void storeGates(float[][] source, NativeBuffer buffer, int zRow) {
    for (int g = 0; g < source.length; g++) {
      buffer.store(zRow * products.width() + g * size, source[g]);
    }
  }

  private void store(int outputRow, int b, CellOutput output, NativeRows y) {
    if (output.hasOutput()) {
      y.store(outputRow, first, states.hidden()[b]);
    }
    if (output.hasMembrane()) {
      y.store(outputRow, output.membraneColumn(neurons) + first, states.state()[0][b]);
    }
  }

  private static void add(float[] source, float[] target) {
    for (int j = 0; j < target.length; j++) {
      target[j] += source[j];
    }
  }
}
