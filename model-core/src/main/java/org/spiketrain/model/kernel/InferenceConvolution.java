package org.spiketrain.model.kernel;

import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.spiketrain.model.api.NeuronCell;

/** {@link ConvolutionKernel} for inference; every thread has a kernel of its own. */
public final class InferenceConvolution implements InferenceStage {
  private static final long serialVersionUID = 1L;

  private final SentenceConvolution size;
  private final NeuronCell cell;
  private final List<float[]> weights;
  private final float[] bias;
  private final List<float[]> neuron;
  private final transient ThreadLocal<Workplace> workplaces =
      ThreadLocal.withInitial(() -> new Workplace(this));

  /**
   * @param size sizes of the convolution
   * @param cell equations of the neurons
   * @param weights for each offset within a filter, [dimensions, columns at it]; not to be changed
   * @param bias [columns], likewise
   * @param neuron the neuron parameters, each [columns], likewise
   */
  public InferenceConvolution(
      SentenceConvolution size,
      NeuronCell cell,
      List<float[]> weights,
      float[] bias,
      List<float[]> neuron) {
    this.size = size;
    this.cell = cell;
    this.weights = List.copyOf(weights);
    this.bias = bias;
    this.neuron = List.copyOf(neuron);
  }

  /** Sizes of the convolution. */
  public SentenceConvolution size() {
    return size;
  }

  @Override
  public float[][] run(StageInput input) {
    return workplaces.get().run(input.dense());
  }

  /**
   * The largest output of each column's neurons, [columns], at least 0, at any position of a
   * sentence and any time step, for rectifiers.
   */
  public float[] largest(StageInput input) {
    Workplace workplace = workplaces.get();
    workplace.run(input.dense());
    return workplace.kernel.largest(workplace.parameters);
  }

  /** Observer of what the neurons output at the positions of a sentence. */
  @FunctionalInterface
  public interface PositionObserver {
    /**
     * The neurons at positions that all do the same have made a step. A position is that of the
     * first word that its filters read.
     *
     * @param from first of the positions
     * @param to the position after the last one
     * @param step number of the time step, from 0
     * @param outputs [columns], each of the neurons of its column at those of the positions where
     *     its filter fits; not to be changed
     */
    void observe(int from, int to, int step, float[] outputs);
  }

  /** Shows what the neurons output at every position of a sentence. */
  public void show(StageInput input, PositionObserver observer) {
    Workplace workplace = workplaces.get();
    workplace.run(input.dense());
    workplace.kernel.show(workplace.parameters, observer);
  }

  /** A copy of this stage on another machine has buffers of its own. */
  private Object readResolve() {
    return new InferenceConvolution(size, cell, weights, bias, neuron);
  }

  /** Buffers of one thread. */
  private static final class Workplace {
    private final SentenceConvolution size;
    private final ConvolutionKernel kernel;
    private final ConvolutionKernel.Parameters parameters;
    private final NativeBuffer input = new NativeBuffer();
    private final NativeBuffer output = new NativeBuffer();

    Workplace(InferenceConvolution stage) {
      size = stage.size;
      kernel = new ConvolutionKernel(size, stage.cell);
      parameters =
          new ConvolutionKernel.Parameters(
              stage.weights.stream().map(FloatPointer::new).toList(),
              new FloatPointer(stage.bias),
              stage.neuron);
    }

    float[][] run(float[][] sequence) {
      int steps = sequence.length;
      NativeRows x = input.rows(steps, size.inputs());
      NativeRows y = output.rows(steps, size.columns());
      for (int t = 0; t < steps; t++) {
        x.store(t, sequence[t]);
      }
      kernel.forward(KernelThreads.ALONE, SequenceShape.full(steps, 1), x, parameters, y);
      float[][] means = new float[steps][size.columns()];
      for (int t = 0; t < steps; t++) {
        y.load(t, means[t]);
      }
      return means;
    }
  }
}
