package org.spiketrain.model.layer;

import java.io.Serializable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.spiketrain.model.api.NeuronCell;
import org.spiketrain.model.api.NeuronParameter;
import org.spiketrain.model.array.NativeFloats;
import org.spiketrain.model.kernel.InferenceUnit;
import org.spiketrain.model.kernel.RecurrentKernel;
import org.spiketrain.model.kernel.Unit;

/**
 * A unit's position in a layer.
 *
 * @param unit its neurons
 * @param suffix ends the names of its parameters
 * @param offset its first column in the layer's output
 * @param gain what its input product is multiplied by behind batch normalisation, before training;
 *     0 where it is not normalised
 * @param gained whether the weights of each input are multiplied by gains that are not learned
 */
public record LayerUnit(Unit unit, String suffix, int offset, double gain, boolean gained)
    implements Serializable {
  static final String INPUT_WEIGHTS = "W";
  static final String RECURRENT_WEIGHTS = "RW";
  static final String INPUT_BIAS = "b";
  static final String RECURRENT_BIAS = "rb";

  /** Name of the gains of the inputs, [inputs, gates * neurons]; they begin as 1. */
  static final String INPUT_GAINS = "G";

  static final String THRESHOLD = "threshold";

  boolean isNormalised() {
    return gain != 0;
  }

  /** Columns of the input weights. */
  public int width() {
    return unit.cell().gates() * unit.neurons();
  }

  /** Shapes of its parameters by their names; see {@link SequenceLayer#parameterShapes}. */
  Map<String, long[]> shapes() {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    shapes.put(INPUT_WEIGHTS + suffix, new long[] {unit.inputs(), width()});
    shapes.put(INPUT_BIAS + suffix, new long[] {1, width()});
    if (unit.cell().hasRecurrentWeights()) {
      shapes.put(RECURRENT_WEIGHTS + suffix, new long[] {unit.neurons(), width()});
      shapes.put(RECURRENT_BIAS + suffix, new long[] {1, width()});
    }
    shapes.putAll(learnedShapes());
    if (gained) {
      shapes.put(INPUT_GAINS + suffix, new long[] {unit.inputs(), width()});
    }
    if (isNormalised()) {
      UnitNormalisation.NAMES.forEach(name -> shapes.put(name + suffix, new long[] {1, width()}));
    }
    return shapes;
  }

  /** Shapes of the learned neuron parameters by their names. */
  Map<String, long[]> learnedShapes() {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    for (NeuronParameter parameter : unit.cell().parameters()) {
      if (parameter.isLearned()) {
        shapes.put(parameter.name() + suffix, new long[] {1, parameter.values(unit.neurons())});
      }
    }
    return shapes;
  }

  /** Gives the learned neuron parameters, drawn evenly from (-bound, bound), their own range. */
  void spreadLearned(double bound, Map<String, INDArray> views) {
    for (NeuronParameter parameter : unit.cell().parameters()) {
      if (parameter.isLearned()) {
        double half = (parameter.to() - parameter.from()) / 2;
        double middle = (parameter.from() + parameter.to()) / 2;
        views.get(parameter.name() + suffix).muli(half / bound).addi(middle);
      }
    }
  }

  /** The values of the neuron parameters, each [neurons], from a layer's parameters. */
  List<float[]> neuronValues(Map<String, INDArray> parameters) {
    return new Neurons(this).values(parameters);
  }

  /** The mean threshold of the neurons, from a layer's parameters; 1 where they have none. */
  double meanThreshold(Map<String, INDArray> parameters) {
    List<String> names = unit.cell().parameters().stream().map(NeuronParameter::name).toList();
    if (!names.contains(THRESHOLD)) {
      return 1;
    }
    float[] thresholds = neuronValues(parameters).get(names.indexOf(THRESHOLD));
    return IntStream.range(0, thresholds.length)
        .mapToDouble(j -> thresholds[j])
        .average()
        .orElse(1);
  }

  /** Floats off the heap that training keeps for one step of one example. */
  long trainingFloats() {
    return RecurrentKernel.trainingFloats(unit.cell(), unit.neurons())
        + (isNormalised() ? width() : 0);
  }

  /** What is saved of them; batch normalisation needs the input products of all steps. */
  SegmentFloats segmentFloats() {
    long ofStates = RecurrentKernel.stateFloats(unit.cell(), unit.neurons());
    return new SegmentFloats(isNormalised() ? ofStates : trainingFloats(), ofStates);
  }

  /**
   * The unit for inference, with copied parameters; normalisation multiplies the input product, as
   * in training, and is not part of the weights, whose sums it would round in another way.
   */
  InferenceUnit inference(Map<String, INDArray> parameters) {
    return new InferenceUnit(
        unit,
        offset,
        gainedWeights(parameters),
        copy(parameters, RECURRENT_WEIGHTS),
        isNormalised() ? UnitNormalisation.scale(parameters, suffix) : new float[0],
        isNormalised()
            ? UnitNormalisation.foldedBias(parameters, suffix)
            : copy(parameters, INPUT_BIAS),
        copy(parameters, RECURRENT_BIAS),
        neuronValues(parameters));
  }

  /** For each input, how many of its weights are not 0, from a layer's parameters. */
  public int[] inputFanOut(Map<String, INDArray> parameters) {
    return SynapseCounts.byRow(gainedWeights(parameters), width());
  }

  /** For each of its neurons, the same of the weights by which it returns; none without such. */
  public int[] recurrentFanOut(Map<String, INDArray> parameters) {
    return SynapseCounts.byRow(copy(parameters, RECURRENT_WEIGHTS), width());
  }

  private float[] gainedWeights(Map<String, INDArray> parameters) {
    float[] weights = copy(parameters, INPUT_WEIGHTS);
    float[] gains = copy(parameters, INPUT_GAINS);
    for (int k = 0; k < gains.length; k++) {
      weights[k] *= gains[k];
    }
    return weights;
  }

  private float[] copy(Map<String, INDArray> parameters, String name) {
    INDArray parameter = parameters.get(name + suffix);
    return parameter == null ? new float[0] : NativeFloats.copy(parameter);
  }

  /** Neuron parameters, a value a neuron as the kernels want, and gradients as the network does. */
  static final class Neurons {
    private final NeuronCell cell;
    private final List<NeuronParameter> parameters;
    private final String suffix;
    private final float[][] values;
    private final float[][] gradients;

    Neurons(LayerUnit placed) {
      cell = placed.unit().cell();
      parameters = cell.parameters();
      suffix = placed.suffix();
      values = new float[parameters.size()][placed.unit().neurons()];
      gradients = new float[parameters.size()][placed.unit().neurons()];
    }

    /** What the equations take of the parameters; see {@link NeuronCell#prepare}. */
    List<float[]> values(Map<String, INDArray> table) {
      load(table);
      cell.prepare(values, neurons());
      return List.of(values);
    }

    private int neurons() {
      return values.length == 0 ? 0 : values[0].length;
    }

    /** Takes the values of all neurons, each in its parameter's range. */
    private void load(Map<String, INDArray> table) {
      for (int p = 0; p < values.length; p++) {
        NeuronParameter parameter = parameters.get(p);
        fill(values[p], parameter, table.get(parameter.name() + suffix));
        for (int j = 0; j < values[p].length; j++) {
          values[p][j] = clamp(parameter, values[p][j]);
        }
      }
    }

    private static void fill(float[] row, NeuronParameter parameter, INDArray learned) {
      switch (parameter.learning()) {
        case FIXED -> Arrays.fill(row, (float) parameter.from());
        case SHARED -> Arrays.fill(row, learned.getFloat(0));
        case PER_NEURON -> TimeMajor.address(learned).get(row, 0, row.length);
      }
    }

    private static float clamp(NeuronParameter parameter, float value) {
      return (float) Math.min(parameter.high(), Math.max(parameter.low(), value));
    }

    /** Arrays that a kernel writes its gradients to. */
    List<float[]> gradients() {
      return List.of(gradients);
    }

    /** Hands the gradients of the learned parameters over. */
    void store(Map<String, INDArray> table, Map<String, INDArray> gradientTable) {
      load(table);
      cell.unprepare(values, gradients, neurons());
      for (int p = 0; p < gradients.length; p++) {
        NeuronParameter parameter = parameters.get(p);
        if (parameter.isLearned()) {
          String key = parameter.name() + suffix;
          store(parameter, gradients[p], table.get(key), gradientTable.get(key));
        }
      }
    }

    private static void store(
        NeuronParameter parameter, float[] gradient, INDArray learned, INDArray target) {
      float[] raw = new float[(int) learned.length()];
      TimeMajor.address(learned).get(raw);
      float[] result = new float[raw.length];
      for (int j = 0; j < gradient.length; j++) {
        result[raw.length == 1 ? 0 : j] += gradient[j];
      }
      for (int k = 0; k < raw.length; k++) {
        if (raw[k] != clamp(parameter, raw[k])) {
          result[k] = 0f;
        }
      }
      TimeMajor.address(target).put(result, 0, result.length);
    }
  }
}
