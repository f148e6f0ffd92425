package org.spiketrain.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import java.util.Random;
import java.util.stream.Stream;
import org.bytedeco.javacpp.FloatPointer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.spiketrain.model.frames.InputCoding;
import org.spiketrain.model.kernel.RecurrentKernel.Direction;
import org.spiketrain.model.kernel.SpikingLstmCell.CellState;
import org.spiketrain.model.neuron.SurrogateGradient;

/**
 * Finite differences of a kernel whose spike function is the smooth one: then the surrogate is its
 * true derivative, and every gradient must be the slope of the loss.
 */
class KernelGradientTest {
  private static final int STEPS = 5;
  private static final int BATCH = 3;
  private static final int INPUTS = 4;
  private static final int HIDDEN = 3;
  private static final float STEP = 5e-3f;

  /** A surrogate that lets its smooth function through instead of spikes. */
  record Smooth(SurrogateGradient surrogate) implements SurrogateGradient {
    @Override
    public void derivative(float[] z, float[] out, int n) {
      surrogate.derivative(z, out, n);
    }

    @Override
    public double smooth(double z) {
      return surrogate.smooth(z);
    }

    @Override
    public String spec() {
      return surrogate.spec();
    }

    @Override
    public void spikes(float[] z, float[] out, int n) {
      for (int j = 0; j < n; j++) {
        out[j] = (float) smooth(z[j]);
      }
    }
  }

  static Stream<RecurrentCell> cells() {
    SurrogateGradient sigmoid = new Smooth(SurrogateGradient.parse("sigmoid(2)"));
    SurrogateGradient atan = new Smooth(SurrogateGradient.parse("atan(2)"));
    SurrogateGradient erf = new Smooth(SurrogateGradient.parse("erf(1)"));
    return Stream.of(
        new SpikingLstmCell(sigmoid, atan, CellState.UNBOUNDED),
        new SpikingGruCell(atan, erf),
        new SpikingVanillaCell(erf),
        new LeakyIntegratorCell(0.7f));
  }

  @ParameterizedTest
  @MethodSource("cells")
  void gradientsAreTheSlopesOfTheLoss(RecurrentCell cell) {
    for (Direction direction : Direction.values()) {
      new Check(cell, direction).run();
    }
  }

  /** One kernel on random data, with padding at the end of two examples. */
  private static final class Check {
    private final Random random = new Random(3);
    private final RecurrentCell cell;
    private final Direction direction;
    private final SequenceShape shape;
    private final FloatPointer x = random(STEPS * BATCH * INPUTS, 1);
    private final FloatPointer[] parameters;
    private final FloatPointer lossWeights = random(STEPS * BATCH * HIDDEN, 1);

    Check(RecurrentCell cell, Direction direction) {
      this.cell = cell;
      this.direction = direction;
      int width = cell.gates() * HIDDEN;
      BitSet padded = new BitSet();
      padded.set(4 * BATCH + 1);
      padded.set(3 * BATCH + 2, 4 * BATCH);
      padded.set(4 * BATCH + 2);
      shape = SequenceShape.masked(STEPS, BATCH, padded);
      parameters =
          new FloatPointer[] {
            random(INPUTS * width, 0.7f),
            random(HIDDEN * width, 0.7f),
            random(width, 0.3f),
            random(width, 0.3f)
          };
    }

    private FloatPointer random(int size, float scale) {
      float[] values = new float[size];
      for (int k = 0; k < size; k++) {
        values[k] = scale * (float) random.nextGaussian();
      }
      return new FloatPointer(values);
    }

    void run() {
      FloatPointer[] gradients = new FloatPointer[4];
      for (int p = 0; p < 4; p++) {
        gradients[p] = new FloatPointer(new float[(int) parameters[p].capacity()]);
      }
      FloatPointer gradX = new FloatPointer(new float[STEPS * BATCH * INPUTS]);
      RecurrentKernel kernel = kernel();
      FloatPointer y = new FloatPointer(new float[STEPS * BATCH * HIDDEN]);
      kernel.forward(shape, rows(x, INPUTS), of(parameters), RecurrentState.ZERO, rows(y, HIDDEN));
      kernel.backward(
          rows(lossWeights, HIDDEN),
          RecurrentState.ZERO,
          of(parameters),
          of(gradients),
          rows(gradX, INPUTS));
      for (int p = 0; p < (cell.hasRecurrentWeights() ? 4 : 1); p++) {
        compare("parameter " + p, parameters[p], gradients[p]);
      }
      compare("input", x, gradX);
    }

    private RecurrentKernel kernel() {
      return SequenceKernels.cpu().recurrent(cell, INPUTS, HIDDEN, InputCoding.DENSE, direction);
    }

    private void compare(String what, FloatPointer variable, FloatPointer gradient) {
      for (long k = 0; k < variable.capacity(); k++) {
        float value = variable.get(k);
        variable.put(k, value + STEP);
        double above = loss();
        variable.put(k, value - STEP);
        double below = loss();
        variable.put(k, value);
        double slope = (above - below) / (2 * STEP);
        assertThat((double) gradient.get(k))
            .as("%s %s %s[%d]", cell, direction, what, k)
            .isCloseTo(slope, within(2e-3 * (1 + Math.abs(slope))));
      }
    }

    private double loss() {
      FloatPointer y = new FloatPointer(new float[STEPS * BATCH * HIDDEN]);
      kernel()
          .forward(shape, rows(x, INPUTS), of(parameters), RecurrentState.ZERO, rows(y, HIDDEN));
      double loss = 0;
      for (long k = 0; k < y.capacity(); k++) {
        loss += (double) lossWeights.get(k) * y.get(k);
      }
      return loss;
    }

    private static RecurrentParameters of(FloatPointer[] p) {
      return new RecurrentParameters(p[0], p[1], p[2], p[3]);
    }

    private static NativeRows rows(FloatPointer pointer, int width) {
      return new NativeRows(pointer, pointer.capacity(), width, 0);
    }
  }
}
