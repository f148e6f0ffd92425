package org.spiketrain.benchmarks.events;

import java.util.Arrays;
import java.util.Random;
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
import org.spiketrain.data.events.EventTransform;
import org.spiketrain.data.events.EventTransform.CountMode;
import org.spiketrain.data.events.EventTransform.Downsample;
import org.spiketrain.data.events.Framing.FixedBins;
import org.spiketrain.data.events.Framing.TimeWindows;
import org.spiketrain.model.frames.SpikeFrames;

/**
 * Events in memory to frames on one thread, on recordings as large as those of the Spiking Speech
 * Commands: what Tonic's {@code Downsample} and {@code ToFrame} do.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class EventTransformBenchmark {
  private static final int RECORDINGS = 128;
  private static final int CHANNELS = 700;

  @Param({"8000", "15000"})
  public int events;

  @Param({"tutorial", "best"})
  public String recipe;

  private final int[][] times = new int[RECORDINGS][];
  private final int[][] units = new int[RECORDINGS][];
  private EventTransform transform;
  private int next;

  @Setup
  public void draw() {
    Random random = new Random(0);
    for (int k = 0; k < RECORDINGS; k++) {
      int count = Math.max(100, (int) (events * (1 + random.nextGaussian() / 4)));
      times[k] = new int[count];
      Arrays.setAll(times[k], i -> clip(5e5 + 2e5 * random.nextGaussian(), 1_000_000));
      Arrays.sort(times[k]);
      units[k] = new int[count];
      Arrays.setAll(units[k], i -> clip(330 + 190 * random.nextGaussian(), CHANNELS - 1));
    }
    transform =
        new EventTransform(
            recipe.equals("tutorial")
                ? new EventTransform.Settings(
                    CHANNELS, new Downsample(1, 0.5), 1, TimeWindows.of(12_000), CountMode.KEEP)
                : new EventTransform.Settings(
                    CHANNELS, Downsample.NONE, 5, new FixedBins(100, 1_000_000), CountMode.KEEP));
  }

  private static int clip(double number, int most) {
    return (int) Math.max(0, Math.min(most, number));
  }

  @Benchmark
  public SpikeFrames frames(EventCounter counter) {
    next = (next + 1) % RECORDINGS;
    counter.events += times[next].length;
    return transform.frames(times[next], units[next]);
  }
}
