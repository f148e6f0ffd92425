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
import org.spiketrain.data.events.EventTransform;
import org.spiketrain.data.events.EventTransform.CountMode;
import org.spiketrain.data.events.EventTransform.Downsample;
import org.spiketrain.data.events.Framing.TimeWindows;
import org.spiketrain.data.io.FileFaultException;
import org.spiketrain.data.io.RawRecording;
import org.spiketrain.data.io.SpikeHdf5;

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
  public void read(EventCounter counter, Blackhole hole) throws IOException, FileFaultException {
    try (SpikeHdf5 all = open()) {
      for (int row = 0; row < recordings; row++) {
        hole.consume(checked(all, row, counter));
      }
    }
  }

  @Benchmark
  public void readAndFrame(EventCounter counter, Blackhole hole)
      throws IOException, FileFaultException {
    try (SpikeHdf5 all = open()) {
      for (int row = 0; row < recordings; row++) {
        RawRecording recording = checked(all, row, counter);
        hole.consume(transform.frames(recording.times(), recording.units()));
      }
    }
  }

  private SpikeHdf5 open() throws IOException, FileFaultException {
    return SpikeHdf5.open(
        new Configuration(), new org.apache.hadoop.fs.Path(Path.of(file).toUri()));
  }

  private static RawRecording checked(SpikeHdf5 all, int row, EventCounter counter) {
    RawRecording recording = all.recording(row).orElseThrow();
    if (recording.fault(Integer.MAX_VALUE, CHANNELS).isPresent()) {
      throw new IllegalStateException("row " + row + " is bad");
    }
    counter.events += recording.times().length;
    return recording;
  }
}
