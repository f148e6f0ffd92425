package org.spiketrain.benchmarks.events;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import org.spiketrain.data.events.CountMode;
import org.spiketrain.data.events.Downsample;
import org.spiketrain.data.events.EventTransform;
import org.spiketrain.data.events.Recordings;
import org.spiketrain.data.events.TimeWindows;
import org.spiketrain.data.io.RawRecording;
import org.spiketrain.data.io.RecordingRange;

/**
 * Recordings of an HDF5 file through Hadoop's file system, on one thread: read and checked, and
 * made frames as in the tutorial. The parameter {@code file} names an unpacked file of the SSC
 * layout with at least {@code recordings} recordings.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(1)
public class RecordingsBenchmark {
  private static final int CHANNELS = 700;

  @Param("ssc_test.h5")
  public String file;

  @Param("400")
  public int recordings;

  private final EventTransform transform =
      new EventTransform(
          new EventTransform.Settings(
              CHANNELS, new Downsample(1, 0.5), 1, TimeWindows.of(12_000), CountMode.KEEP));

  @Benchmark
  public void read(EventCounter counter, Blackhole hole) throws IOException {
    try (Recordings all = open()) {
      while (all.hasNext()) {
        hole.consume(checked(all, counter));
      }
    }
  }

  @Benchmark
  public void readAndFrame(EventCounter counter, Blackhole hole) throws IOException {
    try (Recordings all = open()) {
      while (all.hasNext()) {
        RawRecording recording = checked(all, counter);
        hole.consume(transform.frames(recording.times(), recording.units()));
      }
    }
  }

  private Recordings open() {
    String path = Path.of(file).toUri().toString();
    return Recordings.open(new Configuration(), new RecordingRange(file, path, 0, recordings, 0));
  }

  private static RawRecording checked(Recordings all, EventCounter counter) {
    RawRecording recording = all.next().orElseThrow();
    if (recording.fault(Integer.MAX_VALUE, CHANNELS).isPresent()) {
      throw new IllegalStateException("row " + recording.row() + " is bad");
    }
    counter.events += recording.times().length;
    return recording;
  }
}
