package org.spiketrain.model.layer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.spiketrain.model.array.NativeFloats;
import org.spiketrain.model.kernel.LeakyCell;
import org.spiketrain.model.kernel.Unit;

/**
 * A unit's place in a layer.
 *
 * @param unit its neurons
 * @param neuronParameters what they have besides their weights, as the cell lists it
 * @param suffix ends the names of its parameters
 * @param offset its first column in the layer's output
 * @param gain what its input product is multiplied by behind batch normalisation, before training;
 *     0 where it is not normalised
 */
public record LayerUnit(
    Unit unit, List<NeuronParameter> neuronParameters, String suffix, int offset, double gain) {
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
  public float[] inputWeights(Map<String, INDArray> parameters) {
    return isNormalised()
        ? UnitNormalisation.foldedWeights(parameters, suffix)
        : NativeFloats.copy(parameters.get(SequenceParameters.INPUT_WEIGHTS + suffix));
  }

  /** Input bias [gates * neurons], likewise. */
  public float[] inputBias(Map<String, INDArray> parameters) {
    return isNormalised()
        ? UnitNormalisation.foldedBias(parameters, suffix)
        : NativeFloats.copy(parameters.get(SequenceParameters.INPUT_BIAS + suffix));
  }

  /** The values of the neuron parameters, each [neurons], from a layer's parameters. */
  public List<float[]> neuronValues(Map<String, INDArray> parameters) {
    return new UnitNeurons(this).values(parameters);
  }

  /** The mean threshold of leaky neurons, from a layer's parameters. */
  double meanThreshold(Map<String, INDArray> parameters) {
    float[] thresholds = neuronValues(parameters).get(LeakyCell.THRESHOLD);
    return IntStream.range(0, thresholds.length)
        .mapToDouble(j -> thresholds[j])
        .average()
        .orElse(1);
  }

  /** Shapes of the learned neuron parameters by their names. */
  Map<String, long[]> learnedShapes() {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    for (NeuronParameter parameter : neuronParameters) {
      if (parameter.isLearned()) {
        shapes.put(parameter.name() + suffix, new long[] {1, parameter.values(unit.neurons())});
      }
    }
    return shapes;
  }

  /** Gives the learned neuron parameters, drawn evenly from (-bound, bound), their own range. */
  void spreadLearned(double bound, Map<String, INDArray> views) {
    for (NeuronParameter parameter : neuronParameters) {
      if (parameter.isLearned()) {
        NamedParameters.spread(parameter, bound, views.get(parameter.name() + suffix));
      }
    }
  }
}
