package org.spiketrain.model.convert;

import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.api.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Writes parameters of layers. */
final class ParameterValues {
  private ParameterValues() {}

  /**
   * Sets a parameter.
   *
   * @param values row-major, as many as it has
   */
  static void set(Layer layer, String name, float[] values) {
    INDArray parameter = layer.getParam(name);
    if (parameter.length() != values.length) {
      throw new IllegalArgumentException(
          "%d values for parameter %s of %d".formatted(values.length, name, parameter.length()));
    }
    new FloatPointer(parameter.data().addressPointer()).put(values, 0, values.length);
  }
}
