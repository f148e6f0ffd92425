package org.spiketrain.benchmarks.kernel;

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
import org.spiketrain.model.api.NeuronCell;
import org.spiketrain.model.api.SurrogateGradient;
import org.spiketrain.model.frames.InputCoding;
import org.spiketrain.model.kernel.CellOutput;
import org.spiketrain.model.kernel.KernelThreads;
import org.spiketrain.model.kernel.NativeRows;
import org.spiketrain.model.kernel.Normalisation;
import org.spiketrain.model.kernel.RecurrentKernel;
import org.spiketrain.model.kernel.RecurrentKernel.Direction;
import org.spiketrain.model.kernel.RecurrentParameters;
import org.spiketrain.model.kernel.RecurrentState;
import org.spiketrain.model.kernel.SequenceShape;
import org.spiketrain.model.kernel.Unit;
import org.spiketrain.model.neuron.AdaptiveLeakyCell;
import org.spiketrain.model.neuron.GruCell;
import org.spiketrain.model.neuron.LstmCell;
import org.spiketrain.model.neuron.SpikingGruCell;
import org.spiketrain.model.neuron.SpikingLstmCell;
import org.spiketrain.model.neuron.SpikingLstmCell.CellState;
import org.spiketrain.model.neuron.SpikingVanillaCell;
import org.spiketrain.model.neuron.VanillaCell;

/** The kernel of every cell in the size of the spoken-word network's layers. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CellsBenchmark {
  private static final int TIME_STEPS = 84;
  private static final int BATCH = 32;
  private static final int INPUTS = 350;
  private static final int NEURONS = 512;
  private static final int ROWS = TIME_STEPS * BATCH;

  /** Fraction of the inputs that are not zero, as of binned spoken words. */
  private static final double DENSITY = 0.22;

  @Param({
    "spiking-lstm",
    "spiking-gru",
    "spiking-rnn",
    "leaky",
    "leaky-one-to-one",
    "leaky-all-to-all",
    "synaptic",
    "adaptive-leaky",
    "adaptive-leaky-recurrent",
    "silif",
    "c-silif",
    "adlif",
    "lstm",
    "gru",
    "rnn"
  })
  private String cell;

  @Param({"1", "2"})
  private int threads;

  private RecurrentKernel kernel;
  private SequenceShape shape;
  private NativeRows x;
  private NativeRows y;
  private NativeRows gradY;
  private NativeRows gradX;
  private RecurrentParameters parameters;
  private RecurrentParameters gradient;

  private static NeuronCell cell(String name) {
    SurrogateGradient atan = SurrogateGradient.ofSnnTorch();
    SurrogateGradient erf = SurrogateGradient.standard();
    return switch (name) {
      case "spiking-lstm" -> new SpikingLstmCell(erf, erf, CellState.UNBOUNDED);
      case "spiking-gru" -> new SpikingGruCell(erf, erf);
      case "spiking-rnn" -> new SpikingVanillaCell(erf);
      case "leaky", "silif", "c-silif", "adlif" -> NeuronCell.parse(name);
      case "leaky-one-to-one" -> NeuronCell.parse("leaky(recurrence = one-to-one)");
      case "leaky-all-to-all" -> NeuronCell.parse("leaky(recurrence = all-to-all)");
      case "synaptic" -> NeuronCell.parse("leaky(alpha = 0.9)");
      case "adaptive-leaky" -> new AdaptiveLeakyCell(atan, false, 1);
      case "adaptive-leaky-recurrent" -> new AdaptiveLeakyCell(atan, true, 1);
      case "lstm" -> new LstmCell();
      case "gru" -> new GruCell();
      case "rnn" -> new VanillaCell(VanillaCell.Activation.TANH);
      default -> throw new IllegalArgumentException(name);
    };
  }

  @Setup
  public void prepare() {
    KernelThreads.use(threads);
    SplittableRandom random = new SplittableRandom(1);
    NeuronCell made = cell(cell);
    kernel =
        new RecurrentKernel(
            new Unit(made, INPUTS, NEURONS, Direction.FORWARD, CellOutput.OUTPUT),
            InputCoding.DENSE);
    shape = SequenceShape.full(TIME_STEPS, BATCH);
    x = Sequences.rows(counts(random), INPUTS);
    y = Sequences.rows(Floats.zeros(ROWS * NEURONS), NEURONS);
    gradY = Sequences.rows(Floats.uniform(ROWS * NEURONS, 1f / BATCH, random), NEURONS);
    gradX = Sequences.rows(Floats.zeros(ROWS * INPUTS), INPUTS);
    int width = made.gates() * NEURONS;
    int recurrent = made.hasRecurrentWeights() ? NEURONS : 0;
    float bound = (float) (1 / Math.sqrt(NEURONS));
    parameters =
        new RecurrentParameters(
            Floats.uniform(INPUTS * width, bound, random),
            Floats.uniform(Math.max(1, recurrent * width), bound, random),
            Floats.uniform(width, bound, random),
            Floats.uniform(width, bound, random),
            Sequences.neuronParameters(made, NEURONS, 0.9f),
            Normalisation.NONE);
    gradient =
        new RecurrentParameters(
            Floats.zeros(INPUTS * width),
            Floats.zeros(Math.max(1, recurrent * width)),
            Floats.zeros(width),
            Floats.zeros(width),
            Sequences.neuronParameters(made, NEURONS, 0f),
            Normalisation.NONE);
  }

  private static FloatPointer counts(SplittableRandom random) {
    float[] counts = new float[ROWS * INPUTS];
    for (int k = 0; k < counts.length; k++) {
      counts[k] = random.nextDouble() < DENSITY ? 1 + random.nextInt(2) : 0;
    }
    return new FloatPointer(counts);
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
