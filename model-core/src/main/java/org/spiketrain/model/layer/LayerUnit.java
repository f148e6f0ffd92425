package org.spiketrain.model.layer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
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
 */
public record LayerUnit(Unit unit, String suffix, int offset, double gain) {
  private static final String THRESHOLD = "threshold";

  /** Parameters of the neurons besides their weights, as the cell lists them. */
  public List<NeuronParameter> neuronParameters() {
    return unit.cell().parameters();
  }

  boolean isNormalised() {
    return gain != 0;
  }

  /** Columns of the input weights. */
  int width() {
    return unit.cell().gates() * unit.neurons();
  }

  /**
   * Input weights [inputs, gates * neurons] for inference, with normalisation by running values.
   */
  private float[] inputWeights(Map<String, INDArray> parameters) {
    return isNormalised()
        ? UnitNormalisation.foldedWeights(parameters, suffix)
        : NativeFloats.copy(parameters.get(SequenceParameters.INPUT_WEIGHTS + suffix));
  }

  /** Input bias [gates * neurons], likewise. */
  private float[] inputBias(Map<String, INDArray> parameters) {
    return isNormalised()
        ? UnitNormalisation.foldedBias(parameters, suffix)
        : NativeFloats.copy(parameters.get(SequenceParameters.INPUT_BIAS + suffix));
  }

  /** The values of the neuron parameters, each [neurons], from a layer's parameters. */
  List<float[]> neuronValues(Map<String, INDArray> parameters) {
    return new UnitNeurons(this).values(parameters);
  }

  /** The mean threshold of the neurons, from a layer's parameters; 1 where they have none. */
  double meanThreshold(Map<String, INDArray> parameters) {
    List<String> names = neuronParameters().stream().map(NeuronParameter::name).toList();
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

  /** The unit for inference, with a copy of its parameters. */
  InferenceUnit inference(Map<String, INDArray> parameters) {
    return new InferenceUnit(
        unit,
        offset,
        inputWeights(parameters),
        recurrent(parameters, SequenceParameters.RECURRENT_WEIGHTS),
        inputBias(parameters),
        recurrent(parameters, SequenceParameters.RECURRENT_BIAS),
        neuronValues(parameters));
  }

  private float[] recurrent(Map<String, INDArray> parameters, String name) {
    return unit.cell().hasRecurrentWeights()
        ? NativeFloats.copy(parameters.get(name + suffix))
        : new float[0];
  }

  /** Shapes of the learned neuron parameters by their names. */
  Map<String, long[]> learnedShapes() {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    for (NeuronParameter parameter : neuronParameters()) {
      if (parameter.isLearned()) {
        shapes.put(parameter.name() + suffix, new long[] {1, parameter.values(unit.neurons())});
      }
    }
    return shapes;
  }

  /** Gives the learned neuron parameters, drawn evenly from (-bound, bound), their own range. */
  void spreadLearned(double bound, Map<String, INDArray> views) {
    for (NeuronParameter parameter : neuronParameters()) {
      if (parameter.isLearned()) {
        NamedParameters.spread(parameter, bound, views.get(parameter.name() + suffix));
      }
    }
  }
}
