package org.spiketrain.model.kernel;

import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.spiketrain.model.frames.InputCoding;
import org.spiketrain.model.golden.GoldenCase;
import org.spiketrain.model.kernel.RecurrentKernel.Direction;

/** A golden case's stack of recurrent layers, run on the kernels with the peer's parameters. */
final class GoldenStack {
  private final GoldenCase golden;
  private final RecurrentCell cell;
  private final boolean delayed;
  private final int timeSteps;
  private final int batch;
  private final int hidden;
  private final int layers;
  private final int directions;
  private final RecurrentKernel[][] kernels;
  private final RecurrentParameters[][] parameters;
  private final RecurrentParameters[][] gradients;
  private final Sequence[] inputs;
  private final RecurrentState[][] finals;
  private final RecurrentState[][] initialGradients;

  /** Floats [T, B, width] off the heap. */
  record Sequence(FloatPointer pointer, int size, int width) {
    static Sequence of(float[] values, int width) {
      return new Sequence(new FloatPointer(values), values.length, width);
    }

    NativeRows rows(int offset) {
      return new NativeRows(pointer, size, width, offset);
    }

    float[] values() {
      float[] values = new float[size];
      pointer.get(values);
      return values;
    }

    /** The same sequence, {@code steps} later (or earlier), with zeros moved in. */
    Sequence shifted(int floats) {
      float[] from = values();
      float[] to = new float[size];
      int length = size - Math.abs(floats);
      System.arraycopy(from, Math.max(0, -floats), to, Math.max(0, floats), length);
      return of(to, width);
    }
  }

  GoldenStack(GoldenCase golden, RecurrentCell cell, boolean delayed) {
    this.golden = golden;
    this.cell = cell;
    this.delayed = delayed;
    timeSteps = golden.size("x", 0);
    batch = golden.size("x", 1);
    hidden = golden.parameter("hidden", 0);
    layers = golden.parameter("layers", 1);
    directions = golden.has("param.cells_reverse.0.linear_ih.weight") ? 2 : 1;
    kernels = new RecurrentKernel[layers][directions];
    parameters = new RecurrentParameters[layers][directions];
    gradients = new RecurrentParameters[layers][directions];
    finals = new RecurrentState[layers][directions];
    initialGradients = new RecurrentState[layers][directions];
    inputs = new Sequence[layers + 1];
  }

  float[] forward() {
    inputs[0] = Sequence.of(golden.values("x"), golden.size("x", 2));
    for (int l = 0; l < layers; l++) {
      int width = directions * hidden;
      Sequence y = Sequence.of(new float[timeSteps * batch * width], width);
      for (int d = 0; d < directions; d++) {
        run(l, d, y);
      }
      inputs[l + 1] = delayed && l + 1 < layers ? y.shifted(batch * width) : y;
    }
    return inputs[layers].values();
  }

  private void run(int l, int d, Sequence y) {
    int inputSize = inputs[l].width();
    parameters[l][d] =
        new RecurrentParameters(
            new FloatPointer(golden.transposed(name("param.", l, d, "ih.weight"))),
            new FloatPointer(golden.transposed(name("param.", l, d, "hh.weight"))),
            new FloatPointer(golden.values(name("param.", l, d, "ih.bias"))),
            new FloatPointer(golden.values(name("param.", l, d, "hh.bias"))));
    kernels[l][d] =
        SequenceKernels.cpu()
            .recurrent(cell, inputSize, hidden, InputCoding.DENSE, Direction.values()[d]);
    finals[l][d] =
        kernels[l][d].forward(
            SequenceShape.full(timeSteps, batch),
            inputs[l].rows(0),
            parameters[l][d],
            state("h0", "c0", l, d),
            y.rows(d * hidden));
  }

  static String name(String prefix, int layer, int direction, String suffix) {
    String cells = direction == 0 ? "cells." : "cells_reverse.";
    return prefix + cells + layer + ".linear_" + suffix;
  }

  private RecurrentState state(String h, String c, int l, int d) {
    return golden.has(h)
        ? new RecurrentState(slice(h, l, d), golden.has(c) ? slice(c, l, d) : new float[0])
        : RecurrentState.ZERO;
  }

  float[] slice(String tensor, int layer, int direction) {
    int from = (layer + layers * direction) * batch * hidden;
    return Arrays.copyOfRange(golden.values(tensor), from, from + batch * hidden);
  }

  /** Backward pass of the case's loss; returns the gradient by x. */
  float[] backward() {
    Sequence gradY = Sequence.of(golden.values("loss_weight.output"), directions * hidden);
    for (int l = layers - 1; l >= 0; l--) {
      int inputSize = inputs[l].width();
      Sequence gradX = Sequence.of(new float[timeSteps * batch * inputSize], inputSize);
      for (int d = 0; d < directions; d++) {
        gradients[l][d] = gradientBuffers(inputSize);
        initialGradients[l][d] =
            kernels[l][d].backward(
                gradY.rows(d * hidden),
                state("loss_weight.h_n", "loss_weight.c_n", l, d),
                parameters[l][d],
                gradients[l][d],
                gradX.rows(0));
      }
      gradY = delayed && l > 0 ? gradX.shifted(-batch * inputSize) : gradX;
    }
    return gradY.values();
  }

  private RecurrentParameters gradientBuffers(int inputSize) {
    int width = cell.gates() * hidden;
    return new RecurrentParameters(
        new FloatPointer((long) inputSize * width),
        new FloatPointer((long) hidden * width),
        new FloatPointer(width),
        new FloatPointer(width));
  }

  int layers() {
    return layers;
  }

  int directions() {
    return directions;
  }

  RecurrentState finalState(int l, int d) {
    return finals[l][d];
  }

  RecurrentState initialGradient(int l, int d) {
    return initialGradients[l][d];
  }

  float[] gradient(int l, int d, String suffix) {
    RecurrentParameters grad = gradients[l][d];
    int width = cell.gates() * hidden;
    return switch (suffix) {
      case "ih.weight" -> floats(grad.inputWeights(), inputs[l].width() * width);
      case "hh.weight" -> floats(grad.recurrentWeights(), hidden * width);
      case "ih.bias" -> floats(grad.inputBias(), width);
      default -> floats(grad.recurrentBias(), width);
    };
  }

  private static float[] floats(FloatPointer pointer, int n) {
    float[] values = new float[n];
    pointer.get(values);
    return values;
  }
}
