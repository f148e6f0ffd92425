package org.spiketrain.benchmarks.kernel;

import java.util.concurrent.TimeUnit;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
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
import org.spiketrain.model.updater.FusedAdam;

/** Our Adam in one pass against the one that comes with ND4J: one step for all parameters. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class AdamBenchmark {
  /** Implementation of Adam. */
  public enum Variant {
    FUSED,
    ND4J
  }

  private static final double LEARNING_RATE = 1e-3;

  @Param private Variant variant;

  /** The names network, the example, and the network for spoken words. */
  @Param({"328000", "460000", "2850000"})
  private int parameters;

  private GradientUpdater<?> updater;
  private INDArray gradient;
  private int iteration;

  @Setup
  public void prepare() {
    IUpdater config =
        switch (variant) {
          case FUSED -> new FusedAdam(LEARNING_RATE);
          case ND4J -> new Adam(LEARNING_RATE);
        };
    updater = config.instantiate(Nd4j.zeros(DataType.FLOAT, 1, 2L * parameters), true);
    gradient = Nd4j.randn(DataType.FLOAT, 1, parameters);
  }

  /** The update replaces the gradient and is the next call's gradient, as good as any. */
  @Benchmark
  public INDArray step() {
    updater.applyUpdater(gradient, iteration++, 0);
    return gradient;
  }
}
