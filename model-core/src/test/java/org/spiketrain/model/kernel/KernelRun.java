package org.spiketrain.model.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.spiketrain.model.frames.InputCoding;

/** One kernel with its parameters and buffers, fed from float arrays. */
final class KernelRun {
  private final Unit unit;
  private final SequenceShape shape;
  private final RecurrentKernel kernel;
  private final RecurrentParameters parameters;
  private final RecurrentParameters gradient;
  private RecurrentState finalState = RecurrentState.ZERO;
  private RecurrentState initialGradient = RecurrentState.ZERO;

  /**
   * @param weights input weights, recurrent weights, input bias, recurrent bias, each as the
   *     kernels lay them out; the recurrent ones are empty where the cell has none
   */
  KernelRun(Unit unit, SequenceShape shape, float[][] weights, float[]... neuron) {
    this(unit, shape, Normalisation.NONE, weights, neuron);
  }

  /** The same with batch normalisation. */
  KernelRun(
      Unit unit,
      SequenceShape shape,
      Normalisation normalisation,
      float[][] weights,
      float[]... neuron) {
    this.unit = unit;
    this.shape = shape;
    this.kernel = new RecurrentKernel(unit, InputCoding.DENSE);
    this.parameters = of(weights, List.of(neuron), normalisation);
    float[][] zeros = new float[weights.length][];
    Arrays.setAll(zeros, k -> new float[weights[k].length]);
    List<float[]> zeroNeuron = new ArrayList<>();
    for (float[] row : neuron) {
      zeroNeuron.add(new float[row.length]);
    }
    this.gradient = of(zeros, zeroNeuron, new Normalisation(normalisation.gain().length));
    // What was there before must not matter.
    for (FloatPointer pointer : pointers(gradient)) {
      for (long k = 0; k < pointer.capacity(); k++) {
        pointer.put(k, Float.NaN);
      }
    }
  }

  private static RecurrentParameters of(
      float[][] weights, List<float[]> neuron, Normalisation normalisation) {
    return new RecurrentParameters(
        new FloatPointer(weights[0]),
        new FloatPointer(weights[1]),
        new FloatPointer(weights[2]),
        new FloatPointer(weights[3]),
        neuron,
        normalisation);
  }

  private static List<FloatPointer> pointers(RecurrentParameters p) {
    return List.of(p.inputWeights(), p.recurrentWeights(), p.inputBias(), p.recurrentBias());
  }

  /** Lets the backward pass run so many segments again. */
  void recompute(int segments) {
    kernel.recompute(segments);
  }

  /** Output [T, B, width of the output]. */
  float[] forward(float[] x, RecurrentState initial, boolean training) {
    FloatPointer input = new FloatPointer(x);
    float[] y = new float[shape.timeSteps() * shape.batch() * unit.outputWidth()];
    Arrays.fill(y, Float.NaN);
    FloatPointer output = new FloatPointer(y);
    finalState =
        kernel.forward(
            shape,
            rows(input, unit.inputs()),
            parameters,
            initial,
            training,
            rows(output, unit.outputWidth()));
    output.get(y);
    return y;
  }

  float[] forward(float[] x) {
    return forward(x, RecurrentState.ZERO, true);
  }

  /** Gradient by the input [T, B, inputs]. */
  float[] backward(float[] gradY, RecurrentState gradFinal) {
    float[] gradX = new float[shape.timeSteps() * shape.batch() * unit.inputs()];
    FloatPointer target = new FloatPointer(gradX);
    initialGradient =
        kernel.backward(
            rows(new FloatPointer(gradY), unit.outputWidth()),
            gradFinal,
            gradient,
            rows(target, unit.inputs()));
    target.get(gradX);
    return gradX;
  }

  float[] backward(float[] gradY) {
    return backward(gradY, RecurrentState.ZERO);
  }

  private static NativeRows rows(FloatPointer pointer, int width) {
    return new NativeRows(pointer, pointer.capacity(), width, 0);
  }

  RecurrentState finalState() {
    return finalState;
  }

  RecurrentState initialGradient() {
    return initialGradient;
  }

  /** The parameters' values, to be changed in place. */
  List<FloatPointer> parameters() {
    return pointers(parameters);
  }

  /** Gradient by input weights (0), recurrent weights (1), input bias (2), recurrent bias (3). */
  float[] gradient(int which) {
    FloatPointer pointer = pointers(gradient).get(which);
    float[] values = new float[(int) pointer.capacity()];
    pointer.get(values);
    return values;
  }

  float[] gainGradient() {
    return gradient.normalisation().gain();
  }

  float[] neuronGradient(int which) {
    return gradient.neuron().get(which);
  }
}
