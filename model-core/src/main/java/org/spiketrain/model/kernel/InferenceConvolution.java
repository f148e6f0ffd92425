package org.spiketrain.model.kernel;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.spiketrain.model.api.NeuronCell;

/** {@link ConvolutionKernel} for inference; every thread has a kernel of its own. */
public final class InferenceConvolution implements InferenceStage {
  private static final long serialVersionUID = 1L;

  private final SentenceConvolution size;
  private final NeuronCell cell;
  private final ArrayList<float[]> weights;
  private final float[] bias;
  private final float[][] neuron;
  private transient volatile ThreadLocal<Workplace> workplaces;

  /**
   * Copies the parameters.
   *
   * @param size sizes of the convolution
   * @param cell equations of the neurons
   * @param weights for each offset within a filter, [dimensions, columns at it]
   * @param bias [columns]
   * @param neuron the neuron parameters, each [columns]
   */
  public InferenceConvolution(
      SentenceConvolution size,
      NeuronCell cell,
      List<float[]> weights,
      float[] bias,
      List<float[]> neuron) {
    this.size = size;
    this.cell = cell;
    this.weights = new ArrayList<>(weights.stream().map(float[]::clone).toList());
    this.bias = bias.clone();
    this.neuron = neuron.stream().map(float[]::clone).toArray(float[][]::new);
  }

  /** Sizes of the convolution. */
  public SentenceConvolution size() {
    return size;
  }

  @Override
  public float[][] run(StageInput input) {
    return workplaces().get().run(input.dense());
  }

  /**
   * The largest output of each column's neurons at any position of a sentence and any time step,
   * for rectifiers.
   *
   * @return [columns], at least 0
   */
  public float[] largest(StageInput input) {
    return workplaces().get().largest(input.dense());
  }

  /** Shows what the neurons output at every position of a sentence. */
  public void show(StageInput input, PositionObserver observer) {
    workplaces().get().show(input.dense(), observer);
  }

  /** A copy of this stage on another machine has none yet. */
  private ThreadLocal<Workplace> workplaces() {
    ThreadLocal<Workplace> known = workplaces;
    if (known == null) {
      synchronized (this) {
        known = workplaces;
        if (known == null) {
          known = ThreadLocal.withInitial(() -> new Workplace(this));
          workplaces = known;
        }
      }
    }
    return known;
  }

  /** Buffers of one thread. */
  private static final class Workplace {
    private final SentenceConvolution size;
    private final ConvolutionKernel kernel;
    private final ConvolutionParameters parameters;
    private final NativeBuffer input = new NativeBuffer();
    private final NativeBuffer output = new NativeBuffer();

    Workplace(InferenceConvolution stage) {
      size = stage.size;
      kernel = new ConvolutionKernel(size, stage.cell);
      parameters =
          new ConvolutionParameters(
              stage.weights.stream().map(FloatPointer::new).toList(),
              new FloatPointer(stage.bias),
              List.of(stage.neuron));
    }

    float[] largest(float[][] sequence) {
      run(sequence);
      return kernel.probe().largest(parameters);
    }

    void show(float[][] sequence, PositionObserver observer) {
      run(sequence);
      kernel.probe().show(0, parameters, observer);
    }

    float[][] run(float[][] sequence) {
      int steps = sequence.length;
      input.reserve((long) steps * size.inputs());
      output.reserve((long) steps * size.columns());
      for (int t = 0; t < steps; t++) {
        input.store(t * size.inputs(), sequence[t]);
      }
      kernel.forwardAlone(
          SequenceShape.full(steps, 1),
          new NativeRows(input.at(0), (long) steps * size.inputs(), size.inputs(), 0),
          parameters,
          new NativeRows(output.at(0), (long) steps * size.columns(), size.columns(), 0));
      float[][] means = new float[steps][size.columns()];
      for (int t = 0; t < steps; t++) {
        output.load(t * size.columns(), means[t]);
      }
      return means;
    }
  }
}
