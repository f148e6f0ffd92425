package org.spiketrain.benchmarks.kernel;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.FloatPointer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.spiketrain.benchmarks.Floats;
import org.spiketrain.model.api.SurrogateGradient;
import org.spiketrain.model.frames.InputCoding;
import org.spiketrain.model.kernel.CellOutput;
import org.spiketrain.model.kernel.NativeRows;
import org.spiketrain.model.kernel.Normalisation;
import org.spiketrain.model.kernel.RecurrentKernel;
import org.spiketrain.model.kernel.RecurrentKernel.Direction;
import org.spiketrain.model.kernel.RecurrentParameters;
import org.spiketrain.model.kernel.RecurrentState;
import org.spiketrain.model.kernel.SequenceShape;
import org.spiketrain.model.kernel.Unit;
import org.spiketrain.model.neuron.SpikingLstmCell;
import org.spiketrain.model.neuron.SpikingLstmCell.CellState;

/** The spiking LSTM's kernel in the size of the names network: one batch of seven letters. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SpikingLstmBenchmark {
  private static final int TIME_STEPS = 7;
  private static final int LETTERS = 58;
  private static final int HIDDEN = 256;
  private static final int WIDTH = 4 * HIDDEN;

  @Param({"1", "64"})
  private int batch;

  private RecurrentKernel kernel;
  private SequenceShape shape;
  private NativeRows x;
  private NativeRows y;
  private NativeRows gradY;
  private NativeRows gradX;
  private RecurrentParameters parameters;
  private RecurrentParameters gradient;

  @Setup
  public void prepare() {
    SplittableRandom random = new SplittableRandom(1);
    SpikingLstmCell cell =
        new SpikingLstmCell(
            SurrogateGradient.standard(), SurrogateGradient.standard(), CellState.UNBOUNDED);
    kernel =
        new RecurrentKernel(
            new Unit(cell, LETTERS, HIDDEN, Direction.FORWARD, CellOutput.OUTPUT),
            InputCoding.EVENTS);
    shape = SequenceShape.full(TIME_STEPS, batch);
    x = Sequences.rows(letters(random), 1);
    y = Sequences.rows(Floats.zeros(rows() * HIDDEN), HIDDEN);
    gradY = Sequences.rows(Floats.uniform(rows() * HIDDEN, 1f, random), HIDDEN);
    gradX = Sequences.rows(Floats.zeros(rows()), 1);
    float bound = (float) (1 / Math.sqrt(HIDDEN));
    parameters =
        new RecurrentParameters(
            Floats.uniform(LETTERS * WIDTH, bound, random),
            Floats.uniform(HIDDEN * WIDTH, bound, random),
            Floats.uniform(WIDTH, bound, random),
            Floats.uniform(WIDTH, bound, random),
            List.of(),
            Normalisation.NONE);
    gradient =
        new RecurrentParameters(
            Floats.zeros(LETTERS * WIDTH),
            Floats.zeros(HIDDEN * WIDTH),
            Floats.zeros(WIDTH),
            Floats.zeros(WIDTH),
            List.of(),
            Normalisation.NONE);
  }

  private int rows() {
    return TIME_STEPS * batch;
  }

  /** One letter a step, by its number from 1. */
  private FloatPointer letters(SplittableRandom random) {
    float[] events = new float[rows()];
    for (int r = 0; r < events.length; r++) {
      events[r] = random.nextInt(LETTERS) + 1f;
    }
    return new FloatPointer(events);
  }

  @Benchmark
  public RecurrentState forward() {
    return kernel.forward(shape, x, parameters, RecurrentState.ZERO, false, y);
  }

  @Benchmark
  public RecurrentState forwardAndBackward() {
    kernel.forward(shape, x, parameters, RecurrentState.ZERO, true, y);
    return kernel.backward(gradY, RecurrentState.ZERO, gradient, gradX);
  }
}
