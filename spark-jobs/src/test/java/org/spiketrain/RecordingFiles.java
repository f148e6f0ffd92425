package org.spiketrain;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.spiketrain.data.io.SpikeHdf5Writer;

/** Writes files of made-up recordings, whose classes have their events in channels of their own. */
public final class RecordingFiles {
  /** Names of the classes. */
  public static final List<String> CLASSES = List.of("low", "middle", "high");

  /** Channels of the recordings. */
  public static final int CHANNELS = 60;

  private RecordingFiles() {}

  /** Writes recordings of one second, the classes in turn. */
  public static void write(Path file, int recordings, int eventsEach, long seed) {
    Random random = new Random(seed);
    try (SpikeHdf5Writer writer = writer(file)) {
      for (int k = 0; k < recordings; k++) {
        int label = k % CLASSES.size();
        writer.add(seconds(random, eventsEach), units(random, eventsEach, label), label, k);
      }
      writer.finish(CLASSES);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A writer to a local file, for other recordings. */
  public static SpikeHdf5Writer writer(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    return new SpikeHdf5Writer(new Configuration(), new org.apache.hadoop.fs.Path(file.toUri()));
  }

  /** Ascending times within a second, multiples of 1/1024 s, which halves hold as they are. */
  public static float[] seconds(Random random, int events) {
    int[] ticks = random.ints(events, 0, 1025).sorted().toArray();
    float[] seconds = new float[events];
    for (int k = 0; k < events; k++) {
      seconds[k] = ticks[k] / 1024f;
    }
    return seconds;
  }

  /** Nine channels in ten are the class's own. */
  public static int[] units(Random random, int events, int label) {
    int own = CHANNELS / CLASSES.size();
    int[] units = new int[events];
    Arrays.setAll(
        units,
        k ->
            random.nextInt(10) == 0 ? random.nextInt(CHANNELS) : label * own + random.nextInt(own));
    return units;
  }
}
