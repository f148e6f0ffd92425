package org.spiketrain.benchmarks.compare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.spiketrain.data.events.EventTransform;
import org.spiketrain.data.events.EventTransform.CountMode;
import org.spiketrain.data.events.EventTransform.Downsample;
import org.spiketrain.data.events.Framing.TimeWindows;
import org.spiketrain.model.frames.SpikeFrames;

/**
 * Makes the frames of one recording as the Spiking Speech Commands' tutorial does; counts events.
 */
final class EventFrames implements Step {
  private final EventTransform transform;
  private final List<Recording> recordings = new ArrayList<>();
  private SpikeFrames latest = SpikeFrames.oneHot(1, new int[1]);

  private static final class Recording {
    private final int[] times;
    private final int[] units;

    Recording(ByteBuffer bytes) {
      int events = bytes.getInt();
      times = ints(bytes, events);
      units = ints(bytes, events);
    }

    private static int[] ints(ByteBuffer bytes, int count) {
      int[] ints = new int[count];
      bytes.asIntBuffer().get(ints);
      bytes.position(bytes.position() + count * Integer.BYTES);
      return ints;
    }
  }

  EventFrames(Work work) {
    transform =
        new EventTransform(
            new EventTransform.Settings(
                work.inputs(),
                new Downsample(1, 0.5),
                1,
                TimeWindows.of(work.windowUs()),
                CountMode.KEEP));
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(work.data()));
      bytes.order(ByteOrder.LITTLE_ENDIAN);
      while (bytes.hasRemaining()) {
        recordings.add(new Recording(bytes));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the recordings of " + work.data(), e);
    }
  }

  @Override
  public int run(int count) {
    Recording recording = recordings.get(count % recordings.size());
    latest = transform.frames(recording.times, recording.units);
    return recording.times.length;
  }

  /** The frames last made; keeps the compiler from leaving the work out. */
  SpikeFrames latest() {
    return latest;
  }
}
