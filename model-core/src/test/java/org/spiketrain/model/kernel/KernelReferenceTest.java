package org.spiketrain.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.spiketrain.model.golden.Close.assertClose;

import java.util.BitSet;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.spiketrain.model.api.NeuronCell;
import org.spiketrain.model.api.SurrogateGradient;
import org.spiketrain.model.kernel.RecurrentKernel.Direction;
import org.spiketrain.model.kernel.Tape.Var;
import org.spiketrain.model.neuron.AdaptiveLeakyCell;
import org.spiketrain.model.neuron.GruCell;
import org.spiketrain.model.neuron.LstmCell;

/**
 * Kernels of several blocks of neurons against a slow reference, with sparse and dense input, with
 * one thread and with more, with padding; and inference against training.
 */
class KernelReferenceTest {
  private static final int STEPS = 3;
  private static final int BATCH = 5;
  private static final int INPUTS = 20;
  private static final int NEURONS = 258;
  private static final double SAFE_MARGIN = 2e-5;

  @AfterEach
  void backToOneThread() {
    KernelThreads.use(1);
  }

  static Stream<Arguments> kernels() {
    SurrogateGradient atan = SurrogateGradient.ofSnnTorch();
    NeuronCell leaky = NeuronCell.parse("leaky(0.9, recurrence = all-to-all)");
    Stream.Builder<Arguments> all = Stream.builder();
    for (Direction direction : Direction.values()) {
      for (double density : new double[] {0.05, 0.9}) {
        all.add(
            Arguments.of(new LstmCell(), (ReferenceCell) ReferenceCell::lstm, direction, density));
        all.add(
            Arguments.of(new GruCell(), (ReferenceCell) ReferenceCell::gru, direction, density));
        all.add(Arguments.of(leaky, (ReferenceCell) ReferenceCell::leaky, direction, density));
        NeuronCell adaptive = new AdaptiveLeakyCell(atan, true, 1);
        all.add(
            Arguments.of(adaptive, (ReferenceCell) ReferenceCell::adaptive, direction, density));
      }
    }
    return all.build();
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void equalsTheReferenceWithAnyNumberOfThreads(
      NeuronCell cell, ReferenceCell reference, Direction direction, double density) {
    Problem problem = Problem.safe(cell, reference, direction, density);
    KernelThreads.use(1);
    Answer one = problem.solve();
    for (int threads : new int[] {2, 3, 4}) {
      KernelThreads.use(threads);
      Answer several = problem.solve();
      assertThat(several.y).isEqualTo(one.y);
      assertThat(several.gradX).isEqualTo(one.gradX);
      assertThat(several.gradients).isDeepEqualTo(one.gradients);
    }
    assertThat(problem.infer()).isEqualTo(one.y);
    problem.assertReference(one);
  }

  /** What a kernel gave. */
  private static final class Answer {
    float[] y;
    float[] gradX;
    float[][] gradients;
    float[][] neuronGradients;
  }

  /** Random data for a cell, with the reference's answer. */
  private static final class Problem {
    private final NeuronCell cell;
    private final Direction direction;
    private final Random random;
    private final SequenceShape shape;
    private final float[] x;
    private final float[][] weights;
    private final float[][] neuron;
    private final float[] gradY;
    private final Tape tape = new Tape();
    private final Var[] xVars;
    private final Var[][] w;
    private final Var[][] rw;
    private final Var[] b;
    private final Var[] rb;
    private final Var[][] p;
    private final Var[][][] y = new Var[STEPS][BATCH][];

    /** One whose spikes no rounding can flip. */
    static Problem safe(
        NeuronCell cell, ReferenceCell reference, Direction direction, double density) {
      for (long seed = 1; ; seed++) {
        Problem problem = new Problem(cell, direction, density, seed);
        problem.runReference(reference);
        if (problem.tape.margin() > SAFE_MARGIN) {
          problem.backwardReference();
          return problem;
        }
      }
    }

    private Problem(NeuronCell cell, Direction direction, double density, long seed) {
      this.cell = cell;
      this.direction = direction;
      random = new Random(seed);
      BitSet padded = new BitSet();
      padded.set(2 * BATCH + 3);
      padded.set(BATCH + 4);
      padded.set(2 * BATCH + 4);
      shape = new SequenceShape(STEPS, BATCH, padded);
      x = random(STEPS * BATCH * INPUTS, 1);
      for (int k = 0; k < x.length; k++) {
        x[k] = random.nextDouble() < density ? x[k] : 0;
      }
      int width = cell.gates() * NEURONS;
      weights =
          new float[][] {
            random(INPUTS * width, 0.6f),
            random(NEURONS * width, 0.08f),
            random(width, 0.2f),
            random(width, 0.2f)
          };
      neuron = new float[cell.parameters().size()][];
      for (int k = 0; k < neuron.length; k++) {
        neuron[k] = random(NEURONS, 0.05f);
        for (int j = 0; j < NEURONS; j++) {
          neuron[k][j] += 0.7f;
        }
      }
      gradY = random(STEPS * BATCH * NEURONS, 1);
      xVars = vars(x);
      w = columns(vars(weights[0]), width);
      rw = columns(vars(weights[1]), width);
      b = vars(weights[2]);
      rb = vars(weights[3]);
      p = new Var[neuron.length][];
      for (int k = 0; k < p.length; k++) {
        p[k] = vars(neuron[k]);
      }
    }

    private float[] random(int size, float scale) {
      float[] values = new float[size];
      for (int k = 0; k < size; k++) {
        values[k] = scale * (float) random.nextGaussian();
      }
      return values;
    }

    private static Var[] vars(float[] values) {
      Var[] vars = new Var[values.length];
      for (int k = 0; k < vars.length; k++) {
        vars[k] = new Var(values[k]);
      }
      return vars;
    }

    private static Var[][] columns(Var[] rowMajor, int width) {
      Var[][] columns = new Var[width][rowMajor.length / width];
      for (int k = 0; k < rowMajor.length; k++) {
        columns[k % width][k / width] = rowMajor[k];
      }
      return columns;
    }

    private void runReference(ReferenceCell reference) {
      for (int e = 0; e < BATCH; e++) {
        Var[] h = vars(new float[NEURONS]);
        Var[][] s = new Var[NEURONS][];
        for (int j = 0; j < NEURONS; j++) {
          s[j] = vars(new float[cell.states()]);
        }
        for (int k = 0; k < STEPS; k++) {
          int t = direction == Direction.FORWARD ? k : STEPS - 1 - k;
          if (!shape.isPadded(t, e)) {
            h = step(reference, t, e, h, s);
            y[t][e] = h;
          }
        }
      }
    }

    private Var[] step(ReferenceCell reference, int t, int e, Var[] h, Var[][] s) {
      int from = (t * BATCH + e) * INPUTS;
      Var[] input = java.util.Arrays.copyOfRange(xVars, from, from + INPUTS);
      Var[] after = new Var[NEURONS];
      for (int j = 0; j < NEURONS; j++) {
        Var[] ih = new Var[cell.gates()];
        Var[] hh = new Var[cell.gates()];
        for (int g = 0; g < cell.gates(); g++) {
          int column = g * NEURONS + j;
          ih[g] = tape.affine(b[column], input, w[column]);
          hh[g] = tape.affine(rb[column], h, rw[column]);
        }
        Var[] own = new Var[p.length];
        for (int k = 0; k < own.length; k++) {
          own[k] = p[k][j];
        }
        after[j] = reference.step(tape, ih, hh, h[j], s[j], own);
      }
      return after;
    }

    private void backwardReference() {
      for (int t = 0; t < STEPS; t++) {
        for (int e = 0; e < BATCH; e++) {
          for (int j = 0; j < NEURONS && y[t][e] != null; j++) {
            y[t][e][j].gradient += gradY[(t * BATCH + e) * NEURONS + j];
          }
        }
      }
      tape.backward();
    }

    private KernelRun run() {
      Unit unit = new Unit(cell, INPUTS, NEURONS, direction, CellOutput.OUTPUT);
      return new KernelRun(unit, shape, weights, neuron);
    }

    Answer solve() {
      KernelRun run = run();
      Answer answer = new Answer();
      answer.y = run.forward(x);
      answer.gradX = run.backward(gradY);
      answer.gradients = new float[4][];
      for (int k = 0; k < 4; k++) {
        answer.gradients[k] = run.gradient(k);
      }
      answer.neuronGradients = new float[neuron.length][];
      for (int k = 0; k < neuron.length; k++) {
        answer.neuronGradients[k] = run.neuronGradient(k);
      }
      return answer;
    }

    float[] infer() {
      return run().forward(x, RecurrentState.ZERO, false);
    }

    void assertReference(Answer answer) {
      float[] expected = new float[answer.y.length];
      for (int t = 0; t < STEPS; t++) {
        for (int e = 0; e < BATCH; e++) {
          for (int j = 0; j < NEURONS && y[t][e] != null; j++) {
            expected[(t * BATCH + e) * NEURONS + j] = (float) y[t][e][j].value;
          }
        }
      }
      assertClose("y", answer.y, expected, 1e-5);
      assertClose("grad x", answer.gradX, gradients(xVars), 2e-4);
      assertClose("grad W", answer.gradients[0], gradients(rowMajor(w)), 2e-4);
      assertClose("grad RW", answer.gradients[1], gradients(rowMajor(rw)), 2e-4);
      assertClose("grad b", answer.gradients[2], gradients(b), 2e-4);
      assertClose("grad rb", answer.gradients[3], gradients(rb), 2e-4);
      for (int k = 0; k < p.length; k++) {
        assertClose("grad of " + k, answer.neuronGradients[k], gradients(p[k]), 2e-4);
      }
    }

    private static Var[] rowMajor(Var[][] columns) {
      Var[] all = new Var[columns.length * columns[0].length];
      for (int k = 0; k < all.length; k++) {
        all[k] = columns[k % columns.length][k / columns.length];
      }
      return all;
    }

    private static float[] gradients(Var[] vars) {
      float[] gradients = new float[vars.length];
      for (int k = 0; k < vars.length; k++) {
        gradients[k] = (float) vars[k].gradient;
      }
      return gradients;
    }
  }
}
