package org.spiketrain.benchmarks.kernel;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.javacpp.FloatPointer;
import org.spiketrain.model.api.NeuronCell;
import org.spiketrain.model.kernel.NativeRows;

/** Input sequences for the kernels. */
final class Sequences {
  private Sequences() {}

  /** A whole sequence [rows, width]. */
  static NativeRows rows(FloatPointer sequence, int width) {
    return new NativeRows(sequence, sequence.capacity(), width, 0);
  }

  /** Every neuron parameter of so many neurons at the same value. */
  static List<float[]> neuronParameters(NeuronCell cell, int neurons, float value) {
    return Stream.generate(
            () -> {
              float[] parameter = new float[neurons];
              Arrays.fill(parameter, value);
              return parameter;
            })
        .limit(cell.parameters().size())
        .toList();
  }
}
