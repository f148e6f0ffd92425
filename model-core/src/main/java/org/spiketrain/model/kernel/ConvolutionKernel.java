package org.spiketrain.model.kernel;

import org.spiketrain.model.api.NeuronCell;
import org.spiketrain.model.kernel.SentenceRows.Group;

/**
 * A convolution over the words of a sentence, the neurons behind it and their mean over the
 * sentence, over all time steps in one call: {@code currents = conv(x_t) + b}, neurons of {@code
 * cell} at every position where a filter fits, and of their outputs the mean over these positions,
 * padding included.
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
   * @param newShape time steps and batch, without padded steps
   * @param x sentences [T, B, words * dimensions], word by word; words that are zero at all steps
   *     at the end of a sentence are its padding
   * @param y receives the neurons' means [T, B, columns]
   * @throws IllegalArgumentException if steps are padded
   */
  public void forward(
      SequenceShape newShape, NativeRows x, ConvolutionParameters parameters, NativeRows y) {
    forward(KernelThreads.team(), newShape, x, parameters, y);
  }

  /** Runs {@link #forward} on the calling thread only, which may be one of a team itself. */
  void forwardAlone(
      SequenceShape newShape, NativeRows x, ConvolutionParameters parameters, NativeRows y) {
    forward(ThreadTeam.ALONE, newShape, x, parameters, y);
  }

  private void forward(
      ThreadTeam team,
      SequenceShape shape,
      NativeRows x,
      ConvolutionParameters parameters,
      NativeRows y) {
    if (shape.hasPadding()) {
      throw new IllegalArgumentException("A convolution over words has no padded time steps");
    }
    currents.begin(team, shape, x);
    SentenceRows rows = currents.rows();
    float[] bias = currents.bias(parameters.bias());
    team.run(
        member -> {
          Share share = new Share(member, team.size());
          NeuronUnroll unroll = new NeuronUnroll(cell, size.columns(), parameters.neuron());
          for (int g = 0; g < rows.groups().size(); g++) {
            if (share.has(g)) {
              Group group = rows.groups().get(g);
              currents.compute(group, x, parameters);
              storeMeans(group, bias, unroll, y);
            }
          }
        });
  }

  private void storeMeans(Group group, float[] bias, NeuronUnroll unroll, NativeRows y) {
    int batch = currents.shape().batch();
    for (int b = group.firstExample(); b < group.endExample(); b++) {
      float[][] means = means(b, bias, unroll);
      for (int t = 0; t < means.length; t++) {
        y.store(t * batch + b, means[t]);
      }
    }
  }

  /** The means [time][columns] of an example. */
  private float[][] means(int b, float[] bias, NeuronUnroll unroll) {
    int steps = currents.shape().timeSteps();
    float[][] sums = new float[steps][size.columns()];
    for (int p = 0; p < currents.rows().words(b); p++) {
      int fitting = size.columnsFitting(p);
      if (fitting > 0) {
        unroll.forward(
            steps,
            currents.currentsAt(b, p, bias),
            (t, outputs) -> ConvolutionCurrents.add(outputs, fitting, sums[t]));
      }
    }
    float[] beyond = currents.placesBeyond(b);
    if (beyond[0] > 0) {
      unroll.forward(
          steps,
          ConvolutionCurrents.constant(bias),
          (t, outputs) -> ConvolutionCurrents.addProduct(beyond, outputs, sums[t]));
    }
    for (float[] step : sums) {
      currents.divideByPlaces(step);
    }
    return sums;
  }

  /** Looks at single neurons after the last {@link #forward}. */
  ConvolutionProbe probe() {
    return new ConvolutionProbe(currents, cell);
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
      NativeRows gradY,
      ConvolutionParameters parameters,
      ConvolutionParameters gradient,
      NativeRows gradX) {
    new ConvolutionBackward(currents, cell).run(gradY, parameters, gradient, gradX);
  }
}
