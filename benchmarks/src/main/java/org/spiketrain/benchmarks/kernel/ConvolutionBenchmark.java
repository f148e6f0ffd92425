package org.spiketrain.benchmarks.kernel;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
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
import org.spiketrain.model.kernel.ConvolutionKernel;
import org.spiketrain.model.kernel.NativeRows;
import org.spiketrain.model.kernel.SentenceConvolution;
import org.spiketrain.model.kernel.SequenceShape;

/**
 * The convolution of the spiking text CNN over one sentence, which at so many time steps is a group
 * of its own: as much as one thread works on at a time.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ConvolutionBenchmark {
  private static final int TIME_STEPS = 50;
  private static final SentenceConvolution SIZE =
      new SentenceConvolution(40, 300, List.of(3, 4, 5), 100);

  /** Fraction of the words' inputs that spike at a step: rates lie around a half. */
  private static final double DENSITY = 0.5;

  /** Words of the sentence; the rest is padding. */
  @Param({"20", "40"})
  private int words;

  private final SequenceShape shape = SequenceShape.full(TIME_STEPS, 1);
  private ConvolutionKernel kernel;
  private NativeRows x;
  private NativeRows y;
  private NativeRows gradY;
  private ConvolutionKernel.Parameters parameters;
  private ConvolutionKernel.Parameters gradient;

  @Setup
  public void prepare() {
    SplittableRandom random = new SplittableRandom(1);
    NeuronCell cell = NeuronCell.parse("leaky(0.9, surrogate = fast-sigmoid(25))");
    kernel = new ConvolutionKernel(SIZE, cell);
    int outputs = TIME_STEPS * SIZE.columns();
    x = Sequences.rows(spikes(random), SIZE.inputs());
    y = Sequences.rows(Floats.zeros(outputs), SIZE.columns());
    gradY = Sequences.rows(Floats.uniform(outputs, 1f, random), SIZE.columns());
    float bound = (float) (1 / Math.sqrt(SIZE.widest() * SIZE.dimensions()));
    parameters = parameters(cell, size -> Floats.uniform(size, bound, random), 1f);
    gradient = parameters(cell, Floats::zeros, 0f);
  }

  private FloatPointer spikes(SplittableRandom random) {
    float[] spikes = new float[TIME_STEPS * SIZE.inputs()];
    for (int t = 0; t < TIME_STEPS; t++) {
      int step = t * SIZE.inputs();
      for (int k = 0; k < words * SIZE.dimensions(); k++) {
        spikes[step + k] = random.nextDouble() < DENSITY ? 1f : 0f;
      }
    }
    return new FloatPointer(spikes);
  }

  private static ConvolutionKernel.Parameters parameters(
      NeuronCell cell, IntFunction<FloatPointer> floats, float neuron) {
    return new ConvolutionKernel.Parameters(
        IntStream.range(0, SIZE.widest())
            .mapToObj(offset -> floats.apply(SIZE.dimensions() * SIZE.columnsAt(offset)))
            .toList(),
        floats.apply(SIZE.columns()),
        Sequences.neuronParameters(cell, SIZE.columns(), neuron));
  }

  @Benchmark
  public NativeRows forward() {
    kernel.forward(shape, x, parameters, y);
    return y;
  }

  /** As of a first layer: without the gradient by the input. */
  @Benchmark
  public ConvolutionKernel.Parameters forwardAndBackward() {
    kernel.forward(shape, x, parameters, y);
    kernel.backward(gradY, parameters, gradient, NativeRows.NONE);
    return gradient;
  }
}
