package org.spiketrain.model.kernel;

import java.util.Arrays;
import java.util.List;
import org.spiketrain.model.api.NeuronCell;
import org.spiketrain.model.golden.GoldenCase;
import org.spiketrain.model.kernel.RecurrentKernel.Direction;

/** A golden case's stack of recurrent layers, run on the kernels with the peer's parameters. */
final class GoldenStack {
  private final GoldenCase golden;
  private final NeuronCell cell;
  private final boolean delayed;
  private final int timeSteps;
  private final int batch;
  private final int hidden;
  private final int layers;
  private final int directions;
  private final KernelRun[][] runs;
  private final float[][] inputs;
  private final int[] widths;

  GoldenStack(GoldenCase golden, NeuronCell cell, boolean delayed) {
    this.golden = golden;
    this.cell = cell;
    this.delayed = delayed;
    timeSteps = golden.size("x", 0);
    batch = golden.size("x", 1);
    hidden = golden.parameter("hidden", 0);
    layers = golden.parameter("layers", 1);
    directions = golden.has("param.cells_reverse.0.linear_ih.weight") ? 2 : 1;
    runs = new KernelRun[layers][directions];
    inputs = new float[layers + 1][];
    widths = new int[layers + 1];
  }

  float[] forward() {
    inputs[0] = golden.values("x");
    widths[0] = golden.size("x", 2);
    for (int l = 0; l < layers; l++) {
      int width = directions * hidden;
      float[] y = new float[timeSteps * batch * width];
      for (int d = 0; d < directions; d++) {
        runs[l][d] = run(l, d);
        place(runs[l][d].forward(inputs[l], state("h0", "c0", l, d), true), y, d);
      }
      widths[l + 1] = width;
      inputs[l + 1] = delayed && l + 1 < layers ? shifted(y, batch * width) : y;
    }
    return inputs[layers];
  }

  private KernelRun run(int l, int d) {
    Unit unit = new Unit(cell, widths[l], hidden, Direction.values()[d], CellOutput.OUTPUT);
    float[][] weights = {
      golden.transposed(name("param.", l, d, "ih.weight")),
      golden.transposed(name("param.", l, d, "hh.weight")),
      golden.values(name("param.", l, d, "ih.bias")),
      golden.values(name("param.", l, d, "hh.bias"))
    };
    return new KernelRun(unit, SequenceShape.full(timeSteps, batch), weights);
  }

  /** Writes one direction's columns. */
  private void place(float[] from, float[] to, int direction) {
    for (int row = 0; row < timeSteps * batch; row++) {
      int at = (row * directions + direction) * hidden;
      System.arraycopy(from, row * hidden, to, at, hidden);
    }
  }

  private float[] columns(float[] both, int direction) {
    float[] one = new float[timeSteps * batch * hidden];
    for (int row = 0; row < timeSteps * batch; row++) {
      int at = (row * directions + direction) * hidden;
      System.arraycopy(both, at, one, row * hidden, hidden);
    }
    return one;
  }

  /** The same sequence some floats later (or earlier), with zeros moved in. */
  private static float[] shifted(float[] from, int floats) {
    float[] to = new float[from.length];
    int length = from.length - Math.abs(floats);
    System.arraycopy(from, Math.max(0, -floats), to, Math.max(0, floats), length);
    return to;
  }

  static String name(String prefix, int layer, int direction, String suffix) {
    String cells = direction == 0 ? "cells." : "cells_reverse.";
    return prefix + cells + layer + ".linear_" + suffix;
  }

  private RecurrentState state(String h, String c, int l, int d) {
    return golden.has(h)
        ? golden.has(c)
            ? new RecurrentState(slice(h, l, d), slice(c, l, d))
            : new RecurrentState(slice(h, l, d))
        : RecurrentState.ZERO;
  }

  float[] slice(String tensor, int layer, int direction) {
    int from = (layer + layers * direction) * batch * hidden;
    return Arrays.copyOfRange(golden.values(tensor), from, from + batch * hidden);
  }

  /** Backward pass of the case's loss; returns the gradient by x. */
  float[] backward() {
    float[] gradY = golden.values("loss_weight.output");
    for (int l = layers - 1; l >= 0; l--) {
      float[] gradX = new float[timeSteps * batch * widths[l]];
      for (int d = 0; d < directions; d++) {
        RecurrentState gradFinal = state("loss_weight.h_n", "loss_weight.c_n", l, d);
        float[] share = runs[l][d].backward(columns(gradY, d), gradFinal);
        for (int k = 0; k < gradX.length; k++) {
          gradX[k] += share[k];
        }
      }
      gradY = delayed && l > 0 ? shifted(gradX, -batch * widths[l]) : gradX;
    }
    return gradY;
  }

  int layers() {
    return layers;
  }

  int directions() {
    return directions;
  }

  RecurrentState finalState(int l, int d) {
    return runs[l][d].finalState();
  }

  RecurrentState initialGradient(int l, int d) {
    return runs[l][d].initialGradient();
  }

  float[] gradient(int l, int d, String suffix) {
    return runs[l][d].gradient(
        List.of("ih.weight", "hh.weight", "ih.bias", "hh.bias").indexOf(suffix));
  }
}
