package org.spiketrain.model.kernel;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.spiketrain.model.api.NeuronCell;
import org.spiketrain.model.api.VectorMath;
import org.spiketrain.model.kernel.ConvolutionCurrents.Group;
import org.spiketrain.model.kernel.InferenceConvolution.PositionObserver;
import org.spiketrain.model.kernel.KernelThreads.Share;

/**
 * A convolution over the words of a sentence, the neurons behind it and their mean over the
 * sentence, over all time steps in one call: {@code currents = conv(x_t) + b}, neurons of {@code
 * cell} at every position where a filter fits, and of their outputs the mean over these positions,
 * padding included unless {@link SentenceConvolution#wordsAlone()}.
 *
 * <p>The currents depend on no earlier step, so that those of all steps come out of one matrix
 * product for each offset within a filter: filters of all widths that read the word at an offset
 * are multiplied with it together, without words being copied for each position. In the padding of
 * a sentence all neurons of a filter do the same, so that only one of them is computed.
 *
 * <p>One kernel serves one layer; it owns its work space and is not safe for use by several
 * threads. Results do not depend on the number of threads that {@link KernelThreads} gives.
 */
public final class ConvolutionKernel {
  /**
   * Parameters of the filters and neurons, or their gradients.
   *
   * @param weights for each offset within a filter, [dimensions, columns at it] row-major
   * @param bias [columns]
   * @param neuron the neuron parameters as the cell lists them, each [columns]
   */
  public record Parameters(List<FloatPointer> weights, FloatPointer bias, List<float[]> neuron) {}

  private final SentenceConvolution size;
  private final NeuronCell cell;
  private final ConvolutionCurrents currents;

  /**
   * @param size sizes of the convolution
   * @param cell equations of the neurons, of one gate and without recurrent weights
   * @throws IllegalArgumentException if the cell is another
   */
  public ConvolutionKernel(SentenceConvolution size, NeuronCell cell) {
    if (cell.gates() != 1 || cell.hasRecurrentWeights()) {
      throw new IllegalArgumentException(
          "Neurons behind a convolution have one gate and no recurrent weights, but these are "
              + cell);
    }
    Blas.keepToCallingThread();
    this.size = size;
    this.cell = cell;
    this.currents = new ConvolutionCurrents(size);
  }

  /** Floats off the heap that training keeps for one step of one example. */
  public static long trainingFloats(SentenceConvolution size) {
    return (long) size.words() * (size.dimensions() + size.columns());
  }

  /**
   * Runs forward.
   *
   * @param shape time steps and batch, without padded steps
   * @param x sentences [T, B, words * dimensions], word by word; words that are zero at all steps
   *     at the end of a sentence are its padding
   * @param y receives the neurons' means [T, B, columns]
   * @throws IllegalArgumentException if steps are padded
   */
  public void forward(SequenceShape shape, NativeRows x, Parameters parameters, NativeRows y) {
    forward(KernelThreads.team(), shape, x, parameters, y);
  }

  void forward(
      KernelThreads team, SequenceShape shape, NativeRows x, Parameters parameters, NativeRows y) {
    if (shape.hasPadding()) {
      throw new IllegalArgumentException("A convolution over words has no padded time steps");
    }
    currents.begin(team, shape, x);
    List<Group> groups = currents.groups();
    float[] bias = currents.bias(parameters.bias());
    team.run(
        share -> {
          NeuronUnroll neurons = new NeuronUnroll(cell, size.columns(), parameters.neuron());
          share.forEach(
              groups.size(),
              g -> {
                currents.compute(groups.get(g), x, parameters);
                storeMeans(groups.get(g), bias, neurons, y);
              });
        });
  }

  private void storeMeans(Group group, float[] bias, NeuronUnroll neurons, NativeRows y) {
    SequenceShape shape = currents.shape();
    for (int b = group.firstExample(); b < group.endExample(); b++) {
      float[][] means = new float[shape.timeSteps()][size.columns()];
      addOutputs(b, bias, neurons, means);
      for (int t = 0; t < means.length; t++) {
        currents.divideByPositions(b, means[t]);
        y.store(t * shape.batch() + b, means[t]);
      }
    }
  }

  private void addOutputs(int b, float[] bias, NeuronUnroll neurons, float[][] sums) {
    int words = currents.words(b);
    float[] beyond = currents.positionsBeyond(b);
    unroll(
        b,
        bias,
        neurons,
        (from, to, t, outputs) -> {
          if (from < words) {
            VectorMath.add(outputs, sums[t], size.columnsFitting(from));
          } else {
            VectorMath.addProduct(beyond, outputs, sums[t], beyond.length);
          }
        });
  }

  /** Runs an example's neurons position by position, those in the padding as one. */
  private void unroll(int b, float[] bias, NeuronUnroll neurons, PositionObserver observer) {
    int steps = currents.shape().timeSteps();
    int positions = size.positions(0);
    int words = Math.min(currents.words(b), positions);
    for (int p = 0; p < words; p++) {
      int position = p;
      neurons.forward(
          steps,
          currents.currentsAt(b, p, bias),
          (t, outputs) -> observer.observe(position, position + 1, t, outputs));
    }
    if (currents.positionsBeyond(b)[0] > 0) {
      neurons.forward(
          steps,
          ConvolutionCurrents.constant(bias),
          (t, outputs) -> observer.observe(words, positions, t, outputs));
    }
  }

  /** Shows what the neurons output in the one example of the last {@link #forward}. */
  void show(Parameters parameters, PositionObserver observer) {
    NeuronUnroll neurons = new NeuronUnroll(cell, size.columns(), parameters.neuron());
    unroll(0, currents.bias(parameters.bias()), neurons, observer);
  }

  /**
   * The largest positive current of each column, [columns], 0 where none is, at any position and
   * time step of the one example of the last {@link #forward}.
   */
  float[] largest(Parameters parameters) {
    float[] bias = currents.bias(parameters.bias());
    float[] largest = new float[size.columns()];
    float[] z = new float[size.columns()];
    for (int p = 0; p < currents.words(0); p++) {
      for (int t = 0; t < currents.shape().timeSteps(); t++) {
        currents.currentsAt(0, p, bias).row(t, z);
        keepLargest(z, size.columnsFitting(p), largest);
      }
    }
    if (currents.positionsBeyond(0)[0] > 0) {
      keepLargest(bias, size.columnsFitting(currents.words(0)), largest);
    }
    return largest;
  }

  private static void keepLargest(float[] values, int n, float[] largest) {
    for (int j = 0; j < n; j++) {
      largest[j] = Math.max(largest[j], values[j]);
    }
  }

  /**
   * Gradients for the minibatch of the last {@link #forward}, which is used up.
   *
   * @param gradY gradient by the means [T, B, columns]
   * @param parameters unchanged since the forward pass
   * @param gradient receives the gradients by the parameters (overwritten)
   * @param gradX receives the gradient by the input [T, B, words * dimensions], 0 where that is
   *     padding; {@link NativeRows#NONE} where nobody wants it
   */
  public void backward(
      NativeRows gradY, Parameters parameters, Parameters gradient, NativeRows gradX) {
    List<Group> groups = currents.groups();
    float[] bias = currents.bias(parameters.bias());
    float[][] gradBias = new float[groups.size()][size.columns()];
    float[][][] gradNeuron = new float[groups.size()][][];
    boolean wantsInput = gradX != NativeRows.NONE;
    if (wantsInput) {
      currents.reserveInputGradient();
    }
    KernelThreads team = KernelThreads.team();
    team.run(
        share -> {
          NeuronUnroll neurons = new NeuronUnroll(cell, size.columns(), parameters.neuron());
          share.forEach(
              groups.size(),
              g -> {
                neurons.clearGradients();
                backThroughNeurons(groups.get(g), bias, neurons, gradY, gradBias[g]);
                gradNeuron[g] = neurons.neuronGradients();
                if (wantsInput) {
                  currents.inputGradient(groups.get(g), parameters, gradX);
                }
              });
          team.await();
          for (int offset : offsetsOf(share)) {
            currents.weightGradient(offset, gradient);
          }
        });
    float[] sum = new float[size.columns()];
    for (float[] ofGroup : gradBias) {
      VectorMath.add(ofGroup, sum, sum.length);
    }
    gradient.bias().put(sum, 0, sum.length);
    NeuronUnroll.addUp(gradNeuron, gradient.neuron());
  }

  /** Offsets within the filters that a thread multiplies for, so that all have as many columns. */
  private List<Integer> offsetsOf(Share share) {
    List<Integer> own = new ArrayList<>();
    int[] columns = new int[share.members()];
    // The first have the most columns.
    for (int offset = 0; offset < size.widest(); offset++) {
      int least = 0;
      for (int k = 1; k < columns.length; k++) {
        least = columns[k] < columns[least] ? k : least;
      }
      columns[least] += size.columnsAt(offset);
      if (least == share.member()) {
        own.add(offset);
      }
    }
    return own;
  }

  private void backThroughNeurons(
      Group group, float[] bias, NeuronUnroll neurons, NativeRows gradY, float[] gradBias) {
    SequenceShape shape = currents.shape();
    float[][] grad = new float[shape.timeSteps()][size.columns()];
    for (int b = group.firstExample(); b < group.endExample(); b++) {
      for (int t = 0; t < grad.length; t++) {
        gradY.load(t * shape.batch() + b, grad[t]);
        currents.divideByPositions(b, grad[t]);
      }
      backThroughNeurons(b, bias, neurons, grad, gradBias);
    }
  }

  private void backThroughNeurons(
      int b, float[] bias, NeuronUnroll neurons, float[][] grad, float[] gradBias) {
    int steps = grad.length;
    for (int p = 0; p < currents.words(b) && size.columnsFitting(p) > 0; p++) {
      int position = p;
      int fitting = size.columnsFitting(p);
      neurons.backward(
          steps,
          currents.currentsAt(b, p, bias),
          (t, gradOutputs) -> VectorMath.add(grad[t], gradOutputs, fitting),
          (t, gradCurrents) -> {
            currents.storeGradient(b, t, position, gradCurrents);
            VectorMath.add(gradCurrents, gradBias, gradBias.length);
          });
    }
    float[] beyond = currents.positionsBeyond(b);
    if (beyond[0] > 0) {
      neurons.backward(
          steps,
          ConvolutionCurrents.constant(bias),
          (t, gradOutputs) -> VectorMath.addProduct(beyond, grad[t], gradOutputs, beyond.length),
          (t, gradCurrents) -> VectorMath.add(gradCurrents, gradBias, gradBias.length));
    }
    currents.clearRest(b);
  }
}
