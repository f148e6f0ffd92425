package org.spiketrain.model.kernel;

import java.util.Arrays;
import java.util.List;
import org.spiketrain.model.api.NeuronCell;
import org.spiketrain.model.api.VectorMath;
import org.spiketrain.model.kernel.ConvolutionCurrents.SentenceRows;
import org.spiketrain.model.kernel.ConvolutionCurrents.SentenceRows.Group;

/** The backward pass of a {@link ConvolutionKernel} for the minibatch of its last forward pass. */
final class ConvolutionBackward {
  private final ConvolutionCurrents currents;
  private final NeuronCell cell;
  private final SentenceConvolution size;
  private final SequenceShape shape;
  private final SentenceRows rows;

  ConvolutionBackward(ConvolutionCurrents currents, NeuronCell cell) {
    this.currents = currents;
    this.cell = cell;
    this.size = currents.size();
    this.shape = currents.shape();
    this.rows = currents.rows();
  }

  /** Computes all gradients; see {@link ConvolutionKernel#backward}. */
  void run(
      NativeRows gradY,
      ConvolutionKernel.Parameters parameters,
      ConvolutionKernel.Parameters gradient,
      NativeRows gradX) {
    List<Group> groups = rows.groups();
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
          NeuronUnroll unroll = new NeuronUnroll(cell, size.columns(), parameters.neuron());
          share.forEach(
              groups.size(),
              g -> {
                unroll.clearGradients();
                backThroughNeurons(groups.get(g), bias, unroll, gradY, gradBias[g]);
                gradNeuron[g] = copy(unroll.neuronGradients());
                if (wantsInput) {
                  currents.inputGradient(groups.get(g), parameters, gradX);
                }
              });
          team.await();
          share.forEach(size.widest(), offset -> currents.weightGradient(offset, gradient));
        });
    gradient.bias().put(sum(gradBias), 0, size.columns());
    for (int p = 0; p < cell.parameters().size(); p++) {
      int parameter = p;
      float[][] all =
          Arrays.stream(gradNeuron).map(group -> group[parameter]).toArray(float[][]::new);
      System.arraycopy(sum(all), 0, gradient.neuron().get(p), 0, size.columns());
    }
  }

  private static float[][] copy(float[][] rows) {
    return Arrays.stream(rows).map(float[]::clone).toArray(float[][]::new);
  }

  private float[] sum(float[][] rowsToAdd) {
    float[] sum = new float[size.columns()];
    for (float[] row : rowsToAdd) {
      VectorMath.add(row, sum, row.length);
    }
    return sum;
  }

  private void backThroughNeurons(
      Group group, float[] bias, NeuronUnroll unroll, NativeRows gradY, float[] gradBias) {
    float[][] grad = new float[shape.timeSteps()][size.columns()];
    for (int b = group.firstExample(); b < group.endExample(); b++) {
      for (int t = 0; t < grad.length; t++) {
        gradY.load(t * shape.batch() + b, grad[t]);
        currents.divideByPlaces(grad[t]);
      }
      backThroughNeurons(b, bias, unroll, grad, gradBias);
    }
  }

  private void backThroughNeurons(
      int b, float[] bias, NeuronUnroll unroll, float[][] grad, float[] gradBias) {
    int steps = shape.timeSteps();
    for (int p = 0; p < rows.words(b) && size.columnsFitting(p) > 0; p++) {
      int position = p;
      int fitting = size.columnsFitting(p);
      unroll.backward(
          steps,
          currents.currentsAt(b, p, bias),
          (t, gradOutputs) -> VectorMath.add(grad[t], gradOutputs, fitting),
          (t, gradCurrents) -> {
            currents.storeGradient(b, t, position, gradCurrents);
            VectorMath.add(gradCurrents, gradBias, gradBias.length);
          });
    }
    float[] beyond = currents.placesBeyond(b);
    if (beyond[0] > 0) {
      unroll.backward(
          steps,
          ConvolutionCurrents.constant(bias),
          (t, gradOutputs) -> VectorMath.addProduct(beyond, grad[t], gradOutputs, beyond.length),
          (t, gradCurrents) -> VectorMath.add(gradCurrents, gradBias, gradBias.length));
    }
    currents.clearRest(b);
  }
}
