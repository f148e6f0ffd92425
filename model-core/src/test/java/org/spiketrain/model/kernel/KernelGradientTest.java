package org.spiketrain.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import java.util.Random;
import java.util.stream.Stream;
import org.bytedeco.javacpp.FloatPointer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.spiketrain.model.api.NeuronCell;
import org.spiketrain.model.api.Spec;
import org.spiketrain.model.api.SurrogateGradient;
import org.spiketrain.model.kernel.RecurrentKernel.Direction;
import org.spiketrain.model.neuron.AdaptiveLeakyCell;
import org.spiketrain.model.neuron.AdaptiveThresholdCell;
import org.spiketrain.model.neuron.ComplexSilifCell;
import org.spiketrain.model.neuron.GruCell;
import org.spiketrain.model.neuron.IntegratorCell;
import org.spiketrain.model.neuron.LeakyCell;
import org.spiketrain.model.neuron.LeakyCell.Recurrence;
import org.spiketrain.model.neuron.LeakyCell.Reset;
import org.spiketrain.model.neuron.LowPassCell;
import org.spiketrain.model.neuron.LstmCell;
import org.spiketrain.model.neuron.SilifCell;
import org.spiketrain.model.neuron.SpikingGruCell;
import org.spiketrain.model.neuron.SpikingLstmCell;
import org.spiketrain.model.neuron.SpikingLstmCell.CellState;
import org.spiketrain.model.neuron.SpikingVanillaCell;
import org.spiketrain.model.neuron.VanillaCell;

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

  /** Normalisation is more curved. */
  private static final float SMALL_STEP = 2e-3f;

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
    public void strictSpikes(float[] z, float[] out, int n) {
      spikes(z, out, n);
    }

    @Override
    public void spikes(float[] z, float[] out, int n) {
      for (int j = 0; j < n; j++) {
        out[j] = (float) smooth(z[j]);
      }
    }
  }

  static Stream<NeuronCell> cells() {
    SurrogateGradient sigmoid = new Smooth(SurrogateGradient.parse("sigmoid(2)"));
    SurrogateGradient atan = new Smooth(SurrogateGradient.parse("atan(2)"));
    SurrogateGradient erf = new Smooth(SurrogateGradient.parse("erf(1)"));
    return Stream.of(
        new SpikingLstmCell(sigmoid, atan, CellState.UNBOUNDED),
        new SpikingGruCell(atan, erf),
        new SpikingVanillaCell(erf),
        new IntegratorCell(0.7f),
        new LstmCell(),
        new GruCell(),
        new VanillaCell(VanillaCell.Activation.TANH),
        leaky(erf, Recurrence.NONE, false),
        leaky(atan, Recurrence.ALL_TO_ALL, false),
        leaky(erf, Recurrence.ONE_TO_ONE, true),
        new AdaptiveLeakyCell(sigmoid, false, 1),
        new AdaptiveLeakyCell(erf, true, 1),
        adaptiveThreshold(atan, false),
        adaptiveThreshold(erf, true),
        new SilifCell(erf, 0.8, 0.004),
        new ComplexSilifCell(atan, 0.8, 0.01, 0.5),
        new LowPassCell());
  }

  private static NeuronCell adaptiveThreshold(SurrogateGradient surrogate, boolean recurrent) {
    AdaptiveThresholdCell written =
        (AdaptiveThresholdCell)
            NeuronCell.parse("adaptive-threshold(beta = 0.8, rho = 0.7, learn-rho = per-neuron)");
    return new AdaptiveThresholdCell(surrogate, recurrent, written.parameters());
  }

  /** Without a reset: the gradient of the reset leaves a part out on purpose. */
  private static NeuronCell leaky(
      SurrogateGradient surrogate, Recurrence recurrence, boolean synaptic) {
    Spec spec = Spec.of("leaky", 0.9).with("reset", Reset.NONE).with("recurrence", recurrence);
    LeakyCell leaky =
        (LeakyCell) NeuronCell.parse((synaptic ? spec.with("alpha", 0.9) : spec).toString());
    return new LeakyCell(
        surrogate, Reset.NONE, true, recurrence, synaptic, 1.5f, leaky.parameters());
  }

  @ParameterizedTest
  @MethodSource("cells")
  void gradientsAreTheSlopesOfTheLoss(NeuronCell cell) {
    for (Direction direction : Direction.values()) {
      new Check(cell, direction, false).run();
    }
  }

  @ParameterizedTest
  @MethodSource("cells")
  void gradientsOfANormalisedInputAreTheSlopesOfTheLoss(NeuronCell cell) {
    for (Direction direction : Direction.values()) {
      new Check(cell, direction, true).run();
    }
  }

  /** One kernel on random data, with padding at the end of two examples. */
  private static final class Check {
    private final Random random = new Random(3);
    private final String name;
    private final float step;
    private final Unit unit;
    private final Normalisation normalisation;
    private final KernelRun run;
    private final float[] x = random(STEPS * BATCH * INPUTS, 1);
    private final float[][] neuron;
    private final float[] lossWeights;

    Check(NeuronCell cell, Direction direction, boolean normalised) {
      name = cell + " " + direction + (normalised ? " normalised" : "");
      step = normalised ? SMALL_STEP : STEP;
      CellOutput output = cell.states() == 0 ? CellOutput.OUTPUT : CellOutput.BOTH;
      unit = new Unit(cell, INPUTS, HIDDEN, direction, output);
      lossWeights = random(STEPS * BATCH * unit.outputWidth(), 1);
      neuron = new float[cell.parameters().size()][];
      for (int p = 0; p < neuron.length; p++) {
        neuron[p] = random(HIDDEN, 0.2f);
        for (int j = 0; j < HIDDEN; j++) {
          neuron[p][j] += 0.6f;
        }
      }
      int width = normalised ? cell.gates() * HIDDEN : 0;
      normalisation = new Normalisation(width);
      System.arraycopy(random(width, 1), 0, normalisation.gain(), 0, width);
      run = new KernelRun(unit, shape(), normalisation, weights(cell), neuron);
    }

    private float[][] weights(NeuronCell cell) {
      int width = cell.gates() * HIDDEN;
      int recurrent = cell.hasRecurrentWeights() ? 1 : 0;
      return new float[][] {
        random(INPUTS * width, 0.7f),
        random(recurrent * HIDDEN * width, 0.7f),
        random(width, 0.3f),
        random(recurrent * width, 0.3f)
      };
    }

    private static SequenceShape shape() {
      BitSet padded = new BitSet();
      padded.set(4 * BATCH + 1);
      padded.set(3 * BATCH + 2, 4 * BATCH);
      padded.set(4 * BATCH + 2);
      return new SequenceShape(STEPS, BATCH, padded);
    }

    private float[] random(int size, float scale) {
      float[] values = new float[size];
      for (int k = 0; k < size; k++) {
        values[k] = scale * (float) random.nextGaussian();
      }
      return values;
    }

    void run() {
      run.forward(x);
      float[] gradX = run.backward(lossWeights);
      for (int p = 0; p < run.parameters().size(); p++) {
        compareParameter(p);
      }
      for (int p = 0; p < neuron.length; p++) {
        compare("neuron parameter " + p, neuron[p], run.neuronGradient(p).clone());
      }
      compare("gain", normalisation.gain(), run.gainGradient().clone());
      compare("input", x, gradX);
    }

    private void compareParameter(int p) {
      FloatPointer pointer = run.parameters().get(p);
      float[] gradient = run.gradient(p);
      for (int k = 0; k < gradient.length; k++) {
        float value = pointer.get(k);
        pointer.put(k, value + step);
        double above = loss();
        pointer.put(k, value - step);
        double below = loss();
        pointer.put(k, value);
        assertSlope("parameter %d[%d]".formatted(p, k), gradient[k], above, below);
      }
    }

    private void compare(String what, float[] variable, float[] gradient) {
      for (int k = 0; k < variable.length; k++) {
        float value = variable[k];
        variable[k] = value + step;
        double above = loss();
        variable[k] = value - step;
        double below = loss();
        variable[k] = value;
        assertSlope("%s[%d]".formatted(what, k), gradient[k], above, below);
      }
    }

    private void assertSlope(String what, float gradient, double above, double below) {
      double slope = (above - below) / (2 * step);
      assertThat((double) gradient)
          .as("%s %s", name, what)
          .isCloseTo(slope, within(2e-3 * (1 + Math.abs(slope))));
    }

    private double loss() {
      float[] y = run.forward(x);
      double loss = 0;
      for (int k = 0; k < y.length; k++) {
        loss += (double) lossWeights[k] * y[k];
      }
      return loss;
    }
  }
}
