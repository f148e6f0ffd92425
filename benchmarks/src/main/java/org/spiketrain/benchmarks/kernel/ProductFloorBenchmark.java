package org.spiketrain.benchmarks.kernel;

import java.util.List;
import java.util.concurrent.TimeUnit;
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
import org.spiketrain.benchmarks.compare.Floors;
import org.spiketrain.benchmarks.compare.ProductFloor;
import org.spiketrain.benchmarks.compare.Work;

/** The matrix products of one training step by OpenBLAS: what the kernels cannot get below. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 3)
@Fork(1)
public class ProductFloorBenchmark {
  /** Network whose products are timed. */
  public enum Network {
    LSTM,
    RECURRENT_LEAKY,
    WORDS
  }

  @Param private Network network;

  @Param({"1", "2"})
  private int threads;

  private ProductFloor floor;

  @Setup
  public void prepare() {
    Work work =
        Work.parse(
            List.of(
                "threads=" + threads,
                "batch=128",
                "time_steps=84",
                "inputs=350",
                "hidden=512",
                "classes=35"));
    floor =
        new ProductFloor(
            work,
            switch (network) {
              case LSTM -> Floors.lstmTraining(work);
              case RECURRENT_LEAKY -> Floors.leakyTraining(work);
              case WORDS -> Floors.wordsTraining(work);
            });
  }

  @Benchmark
  public int products() {
    return floor.run(0);
  }
}
