package org.spiketrain.model.kernel;

import java.io.Serializable;
import java.util.List;
import org.spiketrain.model.api.NeuronCell;
import org.spiketrain.model.api.VectorMath;

/**
 * Neurons without weights that integrate the columns of a sequence over time, each its own column,
 * or several columns in turn within every step. Keeps nothing between the passes but its sizes: the
 * backward pass runs forward again first.
 *
 * @param cell the neurons' equations, without recurrent weights
 * @param neurons how many they are
 * @param sharing how many parts of the columns, as wide as there are neurons, they serve in turn
 */
public record PooledNeuronsKernel(NeuronCell cell, int neurons, int sharing)
    implements Serializable {
  /**
   * Runs forward.
   *
   * @param x currents [T, B, sharing * neurons]
   * @param parameters the neuron parameters, each [neurons]
   * @param y receives the outputs [T, B, sharing * neurons]
   */
  public void forward(SequenceShape shape, NativeRows x, List<float[]> parameters, NativeRows y) {
    KernelThreads.team()
        .run(
            share -> {
              NeuronUnroll unroll = new NeuronUnroll(cell, neurons, parameters);
              share.forEach(
                  shape.batch(),
                  b ->
                      unroll.forward(
                          steps(shape),
                          loading(x, shape, b),
                          (s, outputs) -> y.store(row(shape, s, b), column(s), outputs)));
            });
  }

  /** The neurons for inference, with their parameters, each [neurons]; not to be changed. */
  public InferenceStage inference(List<float[]> parameters) {
    return input -> {
      float[][] currents = input.dense();
      float[][] output = new float[currents.length][sharing * neurons];
      new NeuronUnroll(cell, neurons, parameters)
          .forward(
              currents.length * sharing,
              (s, z) -> System.arraycopy(currents[s / sharing], column(s), z, 0, neurons),
              (s, h) -> System.arraycopy(h, 0, output[s / sharing], column(s), neurons));
      return output;
    };
  }

  private int steps(SequenceShape shape) {
    return shape.timeSteps() * sharing;
  }

  private int row(SequenceShape shape, int step, int b) {
    return step / sharing * shape.batch() + b;
  }

  private int column(int step) {
    return step % sharing * neurons;
  }

  private NeuronUnroll.Rows loading(NativeRows rows, SequenceShape shape, int b) {
    return (s, values) -> rows.load(row(shape, s, b), column(s), values);
  }

  /**
   * Gradients.
   *
   * @param x the currents that {@link #forward} had
   * @param gradY gradient by the outputs
   * @param gradX receives the gradient by the currents; {@link NativeRows#NONE} where nobody wants
   *     it
   * @param gradNeuron receive the gradients by the neuron parameters
   */
  public void backward(
      SequenceShape shape,
      NativeRows x,
      List<float[]> parameters,
      NativeRows gradY,
      NativeRows gradX,
      List<float[]> gradNeuron) {
    float[][][] each = new float[shape.batch()][][];
    KernelThreads.team()
        .run(
            share -> {
              NeuronUnroll unroll = new NeuronUnroll(cell, neurons, parameters);
              float[] grad = new float[neurons];
              share.forEach(
                  shape.batch(),
                  b -> {
                    unroll.clearGradients();
                    unroll.backward(
                        steps(shape),
                        loading(x, shape, b),
                        (s, gradOutputs) -> {
                          gradY.load(row(shape, s, b), column(s), grad);
                          VectorMath.add(grad, gradOutputs, neurons);
                        },
                        (s, gradCurrents) -> {
                          if (gradX != NativeRows.NONE) {
                            gradX.store(row(shape, s, b), column(s), gradCurrents);
                          }
                        });
                    each[b] = unroll.neuronGradients();
                  });
            });
    NeuronUnroll.addUp(each, gradNeuron);
  }
}
