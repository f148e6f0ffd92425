package org.spiketrain.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spiketrain.model.api.NeuronCell;
import org.spiketrain.model.api.NeuronParameter;
import org.spiketrain.model.frames.InputCoding;
import org.spiketrain.model.kernel.RecurrentKernel.Direction;

/** Kernels that run segments of a sequence again, against those that keep all of it. */
class RecomputationTest {
  private static final int INPUTS = 30;

  /** Two panels, which threads share. */
  private static final int NEURONS = 264;

  private static final int STEPS = 23;

  /** With all steps more rows than a product takes at a time. */
  private static final int BATCH = 45;

  @AfterEach
  void backToOneThread() {
    KernelThreads.use(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          leaky(recurrence = all-to-all) | FORWARD
          leaky(recurrence = all-to-all) | REVERSE
          leaky                          | FORWARD
          spiking-lstm                   | FORWARD
          spiking-lstm                   | REVERSE
          lstm                           | FORWARD
          lstm                           | REVERSE
          adlif                          | FORWARD
          adlif(recurrent = true)        | FORWARD
          """)
  void gradientsAreThoseOfTheWholeSequence(String cell, Direction direction) {
    for (SequenceShape shape : List.of(SequenceShape.full(STEPS, BATCH), padded())) {
      for (double density : new double[] {0.05, 1}) {
        Case one = new Case(NeuronCell.parse(cell), direction, shape, density, false);
        Answers whole = one.answers(1);
        for (int segments : new int[] {4, 1000}) {
          one.answers(segments).checkAgree(whole);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"leaky(recurrence = all-to-all)", "adlif", "lstm"})
  void statisticsOfBatchNormalisationAreThoseOfTheWholeSequence(String cell) {
    for (SequenceShape shape : List.of(SequenceShape.full(STEPS, BATCH), padded())) {
      Case one = new Case(NeuronCell.parse(cell), Direction.FORWARD, shape, 1, true);
      Answers whole = one.answers(1);
      one.answers(4).checkAgree(whole);
      assertThat(one.answers(4).inputWeights()).isEqualTo(whole.inputWeights());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"leaky(recurrence = all-to-all)", "lstm"})
  void neitherThreadsNorTheNumberOfSegmentsChangeABit(String cell) {
    Case one =
        new Case(
            NeuronCell.parse(cell), Direction.FORWARD, SequenceShape.full(STEPS, BATCH), 1, false);
    Answers alone = one.answers(3);
    one.answers(7).checkEqual(alone);
    for (int threads : new int[] {2, 3}) {
      KernelThreads.use(threads);
      one.answers(3).checkEqual(alone);
      one.answers(5).checkEqual(alone);
    }
  }

  @Test
  void weightsOfEventsHaveTheirBits() {
    Case one =
        new Case(
            NeuronCell.parse("leaky(recurrence = all-to-all, threshold = 3)"),
            Direction.FORWARD,
            padded(),
            0.05,
            false);
    Answers whole = one.answers(1);
    one.answers(6).checkEqual(whole);
    assertThat(whole.recurrentWeights()).isNotEqualTo(new float[NEURONS * NEURONS]);
  }

  @Test
  void thereIsAtLeastOneSegment() {
    Unit unit = new Unit(NeuronCell.parse("leaky"), 2, 2, Direction.FORWARD, CellOutput.OUTPUT);
    RecurrentKernel kernel = new RecurrentKernel(unit, InputCoding.DENSE);
    assertThatThrownBy(() -> kernel.recompute(0)).isInstanceOf(IllegalArgumentException.class);
  }

  /** Of all lengths, in no order, with a gap. */
  private static SequenceShape padded() {
    BitSet padded = new BitSet();
    for (int b = 0; b < BATCH; b++) {
      for (int t = 1 + b * 7 % STEPS; t < STEPS; t++) {
        padded.set(t * BATCH + b);
      }
    }
    padded.set(3 * BATCH + 5);
    return new SequenceShape(STEPS, BATCH, padded);
  }

  /** What passes forward and back gave. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Answers(List<float[]> exact, float[] inputWeights, float[] recurrentWeights) {
    void checkEqual(Answers other) {
      checkExact(other);
      assertThat(inputWeights).isEqualTo(other.inputWeights);
      assertThat(recurrentWeights).isEqualTo(other.recurrentWeights);
    }

    /** The same but for the order of the sums over all steps. */
    void checkAgree(Answers other) {
      checkExact(other);
      checkClose(inputWeights, other.inputWeights);
      checkClose(recurrentWeights, other.recurrentWeights);
    }

    private void checkExact(Answers other) {
      for (int k = 0; k < exact.size(); k++) {
        assertThat(exact.get(k)).as("answer %d", k).isEqualTo(other.exact.get(k));
      }
    }

    private static void checkClose(float[] some, float[] wanted) {
      float scale = 0;
      for (float value : wanted) {
        scale = Math.max(scale, Math.abs(value));
      }
      for (int j = 0; j < wanted.length; j++) {
        assertThat(some[j]).isCloseTo(wanted[j], within(1e-5f * scale));
      }
    }
  }

  /** A layer with everything random, but the same each time. */
  private record Case(
      NeuronCell cell,
      Direction direction,
      SequenceShape shape,
      double density,
      boolean normalised) {
    Answers answers(int segments) {
      SplittableRandom random = new SplittableRandom(3);
      int width = cell.gates() * NEURONS;
      int recurrent = cell.hasRecurrentWeights() ? NEURONS : 0;
      float[][] weights = {
        numbers(random, INPUTS * width, -0.4, 0.4),
        numbers(random, recurrent * width, -0.1, 0.1),
        numbers(random, width, -0.1, 0.1),
        numbers(random, width, -0.1, 0.1)
      };
      Unit unit = new Unit(cell, INPUTS, NEURONS, direction, CellOutput.OUTPUT);
      Normalisation normalisation = normalised ? new Normalisation(width) : new Normalisation(0);
      Arrays.fill(normalisation.gain(), 1.5f);
      KernelRun run = new KernelRun(unit, shape, normalisation, weights, neuron(random));
      run.recompute(segments);
      List<float[]> exact = new ArrayList<>();
      int rows = shape.timeSteps() * shape.batch();
      exact.add(run.forward(input(random, rows), state(random), true));
      add(run.finalState(), exact);
      exact.add(run.backward(numbers(random, rows * NEURONS, -1, 1), state(random)));
      add(run.initialGradient(), exact);
      exact.add(run.gradient(2));
      if (cell.hasRecurrentWeights()) {
        exact.add(run.gradient(3));
      }
      for (int p = 0; p < cell.parameters().size(); p++) {
        exact.add(run.neuronGradient(p));
      }
      exact.add(run.gainGradient());
      return new Answers(exact, run.gradient(0), run.gradient(1));
    }

    private float[][] neuron(SplittableRandom random) {
      List<NeuronParameter> parameters = cell.parameters();
      float[][] values = new float[parameters.size()][];
      for (int p = 0; p < values.length; p++) {
        values[p] =
            numbers(random, NEURONS, parameters.get(p).from(), parameters.get(p).to() + 1e-6);
      }
      cell.prepare(values, NEURONS);
      return values;
    }

    private float[] input(SplittableRandom random, int rows) {
      float[] input = numbers(random, rows * INPUTS, 0, 1);
      for (int j = 0; j < input.length; j++) {
        input[j] = random.nextDouble() < density ? input[j] : 0;
      }
      return input;
    }

    private RecurrentState state(SplittableRandom random) {
      float[][] states = new float[cell.states()][];
      Arrays.setAll(states, k -> numbers(random, shape.batch() * NEURONS, 0, 0.5));
      return new RecurrentState(numbers(random, shape.batch() * NEURONS, 0, 0.5), states);
    }

    private static void add(RecurrentState state, List<float[]> answers) {
      answers.add(state.hidden());
      answers.addAll(Arrays.asList(state.states()));
    }

    private static float[] numbers(SplittableRandom random, int count, double from, double to) {
      float[] numbers = new float[count];
      for (int j = 0; j < count; j++) {
        numbers[j] = (float) (from + (to - from) * random.nextDouble());
      }
      return numbers;
    }
  }
}
