package org.spiketrain.model.layer;

import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.spiketrain.model.api.NeuronParameter;

/**
 * The neuron parameters of a unit as the kernels want them, a value a neuron, and their gradients
 * as the network keeps them.
 */
final class UnitNeurons {
  private final List<NeuronParameter> parameters;
  private final String suffix;
  private final float[][] values;
  private final float[][] gradients;

  UnitNeurons(LayerUnit placed) {
    parameters = placed.neuronParameters();
    suffix = placed.suffix();
    values = new float[parameters.size()][placed.unit().neurons()];
    gradients = new float[parameters.size()][placed.unit().neurons()];
  }

  /** Values of all neurons, each in its parameter's range. */
  List<float[]> values(Map<String, INDArray> table) {
    for (int p = 0; p < values.length; p++) {
      NeuronParameter parameter = parameters.get(p);
      fill(values[p], parameter, table.get(parameter.name() + suffix));
      for (int j = 0; j < values[p].length; j++) {
        values[p][j] = (float) clamp(parameter, values[p][j]);
      }
    }
    return List.of(values);
  }

  private static void fill(float[] row, NeuronParameter parameter, INDArray learned) {
    switch (parameter.learning()) {
      case FIXED -> java.util.Arrays.fill(row, (float) parameter.from());
      case SHARED -> java.util.Arrays.fill(row, learned.getFloat(0));
      case PER_NEURON -> TimeMajor.address(learned).get(row, 0, row.length);
    }
  }

  private static double clamp(NeuronParameter parameter, double value) {
    return Math.min(parameter.high(), Math.max(parameter.low(), value));
  }

  /** Arrays that a kernel writes its gradients to. */
  List<float[]> gradients() {
    return List.of(gradients);
  }

  /** Hands the gradients of the learned parameters over. */
  void store(Map<String, INDArray> table, Map<String, INDArray> gradientTable) {
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
      if (raw[k] != (float) clamp(parameter, raw[k])) {
        result[k] = 0f;
      }
    }
    FloatPointer address = TimeMajor.address(target);
    address.put(result, 0, result.length);
  }
}
