package org.spiketrain.model.kernel;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spiketrain.model.api.CellRow;
import org.spiketrain.model.api.NeuronCell;
import org.spiketrain.model.api.VectorMath;
import org.spiketrain.model.kernel.Beginnings.View;
import org.spiketrain.model.kernel.RecurrentKernel.Direction;

/**
 * One unit of a recurrent layer for inference: no history, one example at a time, driven by events
 * only. Its answer for an example never depends on what else is in a batch, so batch scoring and
 * single answers agree bit for bit. Immutable; safe for use by several threads.
 */
public final class InferenceUnit implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Unit unit;
  private final int offset;

  /** Rows of all gates side by side, [inputs][1][gates * neurons]: the longer, the faster. */
  private final float[][][] inputWeights;

  private final float[][][] recurrentWeights;
  private final float[] inputBias;
  private final float[] recurrentBias;
  private final float[][] neuronParameters;

  /** What the input product is multiplied by before the bias; empty for nothing. */
  private final float[] inputScale;

  /**
   * @param unit the neurons
   * @param offset first column of their output
   * @param inputWeights [inputs, gates * neurons] row-major
   * @param recurrentWeights [neurons, gates * neurons] row-major; empty where the cell has none
   * @param inputScale factors of the input product, [gates * neurons]; empty for none
   * @param inputBias [gates * neurons]
   * @param recurrentBias [gates * neurons]; empty where the cell has no recurrent weights
   * @param neuron the neuron parameters as the cell lists them, each [neurons]; not to be changed
   */
  public InferenceUnit(
      Unit unit,
      int offset,
      float[] inputWeights,
      float[] recurrentWeights,
      float[] inputScale,
      float[] inputBias,
      float[] recurrentBias,
      List<float[]> neuron) {
    NeuronCell cell = unit.cell();
    this.unit = unit;
    this.offset = offset;
    this.inputWeights = rows(inputWeights);
    this.recurrentWeights = rows(recurrentWeights);
    this.inputScale = inputScale.clone();
    this.inputBias = inputBias.clone();
    this.recurrentBias = cell.hasRecurrentWeights() ? recurrentBias.clone() : new float[width()];
    this.neuronParameters = neuron.toArray(float[][]::new);
    if (cell.isMerged()) {
      VectorMath.add(this.recurrentBias, this.inputBias, width());
    }
  }

  private int width() {
    return unit.cell().gates() * unit.neurons();
  }

  private float[][][] rows(float[] matrix) {
    int width = width();
    float[][][] rows = new float[matrix.length / width][1][];
    for (int r = 0; r < rows.length; r++) {
      rows[r][0] = Arrays.copyOfRange(matrix, r * width, (r + 1) * width);
    }
    return rows;
  }

  /**
   * A layer of units side by side.
   *
   * @param width columns of their output
   * @param carriesState whether a window of a long sequence begins in the state that the window
   *     before ended in
   */
  public static InferenceStage sideBySide(
      List<InferenceUnit> units, int width, boolean carriesState) {
    return new Layer(List.copyOf(units), width, carriesState);
  }

  private record Layer(List<InferenceUnit> units, int width, boolean carriesState)
      implements InferenceStage {
    @Override
    public float[][] run(StageInput input) {
      return run(input, atRest());
    }

    private List<CellRow> atRest() {
      return units.stream().map(InferenceUnit::atRest).toList();
    }

    private float[][] run(StageInput input, List<CellRow> states) {
      float[][] sequence = new float[input.timeSteps()][width];
      for (int u = 0; u < units.size(); u++) {
        units.get(u).run(input.events(), sequence, states.get(u));
      }
      return sequence;
    }

    @Override
    public List<float[][]> runAll(List<StageInput> inputs) {
      List<float[][]> sequences =
          inputs.stream().map(input -> new float[input.timeSteps()][width]).toList();
      runAll(inputs, (unit, example, path) -> unit.spread(path, sequences.get(example)));
      return sequences;
    }

    @Override
    public void poolAll(List<StageInput> inputs, Pooling pooling, PooledTaker taker) {
      runAll(
          inputs,
          (unit, example, path) -> taker.take(example, unit.offset, unit.pooled(path, pooling)));
    }

    /** Units that see the same of the examples share the order in which they run them. */
    private void runAll(List<StageInput> inputs, PathTaker taker) {
      List<SparseRows> events = inputs.stream().map(StageInput::events).toList();
      Map<Integer, NumberedSteps> steps = new HashMap<>();
      Map<View, Beginnings> orders = new HashMap<>();
      for (InferenceUnit unit : units) {
        View view = new View(unit.unit.direction(), unit.inputWeights.length);
        NumberedSteps seen =
            steps.computeIfAbsent(view.channels(), channels -> NumberedSteps.of(events, channels));
        Beginnings order =
            orders.computeIfAbsent(view, one -> Beginnings.of(seen, one.direction()));
        unit.runAll(events, order, taker);
      }
    }

    @Override
    public Optional<LayerPass> windows() {
      if (units.stream().anyMatch(unit -> unit.unit.direction() != Direction.FORWARD)) {
        return Optional.empty();
      }
      List<CellRow> states = atRest();
      return Optional.of(carriesState ? window -> run(window, states) : this);
    }
  }

  private CellRow atRest() {
    CellRow row = CellRow.forInference(unit.cell(), unit.neurons());
    System.arraycopy(neuronParameters, 0, row.parameter, 0, neuronParameters.length);
    return row;
  }

  /** Runs the unit on from a state, which becomes that after the last time step. */
  private void run(SparseRows input, float[][] output, CellRow row) {
    Adder adder = new Adder(width());
    for (int s = 0; s < input.rows(); s++) {
      int t = unit.direction().time(s, input.rows());
      step(input, t, row, adder);
      store(row, output[t], offset);
    }
  }

  private void step(SparseRows input, int t, CellRow row, Adder adder) {
    preActivations(row, adder, input, t);
    row.advance();
    unit.cell().forward(row, unit.neurons());
  }

  /** What a unit has output for an example, in the order in which it runs: [steps][columns]. */
  private record Path(List<float[]> rows, int steps) {}

  /** Takes what a unit has output for an example. */
  @FunctionalInterface
  private interface PathTaker {
    /**
     * @param unit the unit
     * @param example number of the example
     * @param path the outputs, which the next example overwrites
     */
    void take(InferenceUnit unit, int example, Path path);
  }

  /**
   * Runs the unit over several examples, each from rest. What an example has in common with the one
   * before it, in an order that puts those together that begin alike, is not run again.
   */
  private void runAll(List<SparseRows> inputs, Beginnings order, PathTaker taker) {
    Adder adder = new Adder(width());
    CellRow row = atRest();
    List<UnitState> states = new ArrayList<>(List.of(UnitState.of(row)));
    List<float[]> outputs = new ArrayList<>();
    for (int k = 0; k < inputs.size(); k++) {
      SparseRows input = inputs.get(order.example(k));
      states.get(order.shared(k)).to(row);
      for (int s = order.shared(k); s < input.rows(); s++) {
        step(input, unit.direction().time(s, input.rows()), row, adder);
        if (s == outputs.size()) {
          outputs.add(new float[columns()]);
        }
        store(row, outputs.get(s), 0);
        if (s < order.shared(k + 1)) {
          keep(row, s + 1, states);
        }
      }
      taker.take(this, order.example(k), new Path(outputs, input.rows()));
    }
  }

  private static void keep(CellRow row, int steps, List<UnitState> states) {
    if (steps < states.size()) {
      states.get(steps).from(row);
    } else {
      states.add(UnitState.of(row));
    }
  }

  private int columns() {
    return unit.output().width(unit.neurons());
  }

  /** Puts outputs where they belong in a layer's sequence. */
  private void spread(Path path, float[][] sequence) {
    for (int s = 0; s < path.steps(); s++) {
      int t = unit.direction().time(s, path.steps());
      System.arraycopy(path.rows().get(s), 0, sequence[t], offset, columns());
    }
  }

  private float[] pooled(Path path, Pooling pooling) {
    // In the order of time, in which sums are formed elsewhere too.
    float[][] sequence = new float[path.steps()][];
    for (int s = 0; s < path.steps(); s++) {
      sequence[unit.direction().time(s, path.steps())] = path.rows().get(s);
    }
    return pooling.of(sequence);
  }

  private void store(CellRow row, float[] output, int at) {
    int neurons = unit.neurons();
    if (unit.output().hasOutput()) {
      System.arraycopy(row.hidden, 0, output, at, neurons);
    }
    if (unit.output().hasMembrane()) {
      int column = at + unit.output().membraneColumn(neurons);
      System.arraycopy(row.state[0], 0, output, column, neurons);
    }
  }

  private void preActivations(CellRow row, Adder adder, SparseRows input, int t) {
    float[][] sums = adder.input;
    if (inputScale.length > 0) {
      Arrays.fill(sums[0], 0f);
    } else {
      System.arraycopy(inputBias, 0, sums[0], 0, sums[0].length);
    }
    for (int k = input.begin(t); k < input.end(t); k++) {
      if (input.channel(k) < inputWeights.length) {
        adder.rows.add(inputWeights[input.channel(k)], input.value(k), sums);
      }
    }
    adder.rows.flush(sums);
    if (inputScale.length > 0) {
      VectorMath.scaleAndAdd(inputScale, inputBias, sums[0], sums[0].length);
    }
    float[][] recurrent = sums;
    if (!unit.cell().isMerged()) {
      recurrent = adder.recurrent;
      System.arraycopy(recurrentBias, 0, recurrent[0], 0, recurrentBias.length);
    }
    int active = adder.active(row.hidden, recurrentWeights.length);
    for (int k = 0; k < active; k++) {
      int j = adder.active[k];
      adder.rows.add(recurrentWeights[j], row.hidden[j], recurrent);
    }
    adder.rows.flush(recurrent);
    byGate(sums[0], row.z);
    if (recurrent != sums) {
      byGate(recurrent[0], row.zRecurrent);
    }
  }

  private static void byGate(float[] sums, float[][] z) {
    for (int g = 0; g < z.length; g++) {
      System.arraycopy(sums, g * z[g].length, z[g], 0, z[g].length);
    }
  }

  /** Sums of weight rows, of one thread. */
  private static final class Adder {
    private final WeightRows rows = new WeightRows();
    private final float[][] input;
    private final float[][] recurrent;
    private final int[] active;

    Adder(int width) {
      input = new float[1][width];
      recurrent = new float[1][width];
      active = new int[width];
    }

    /** Lists which of the first neurons have an output; nobody can foresee it, so none branches. */
    int active(float[] hidden, int neurons) {
      int count = 0;
      for (int j = 0; j < neurons; j++) {
        active[count] = j;
        count += hidden[j] != 0f ? 1 : 0;
      }
      return count;
    }
  }
}
