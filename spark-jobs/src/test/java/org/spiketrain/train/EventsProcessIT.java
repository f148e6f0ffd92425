package org.spiketrain.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.ForkedJvm;
import org.spiketrain.LocalSpark;
import org.spiketrain.LongTest;
import org.spiketrain.RecordingFiles;
import org.spiketrain.SharedCluster;
import org.spiketrain.data.FrameParquet;
import org.spiketrain.data.Manifest;
import org.spiketrain.data.Split;
import org.spiketrain.data.events.EventsCorpus;
import org.spiketrain.data.io.SpikeHdf5Writer;

/** Recordings on a cluster, and recordings that no heap holds. */
@LongTest
class EventsProcessIT {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final int HEAP_MEGABYTES = 128;
  private static final long MEGABYTE = 1 << 20;

  @TempDir Path folder;

  private static Manifest manifest(Path frames) {
    return FrameParquet.readManifest(
        new Configuration(), new org.apache.hadoop.fs.Path(frames.toUri()));
  }

  private static List<Row> rows(Path frames, Split split) {
    return FrameParquet.read(SPARK, frames.toString(), split.label()).orderBy("id").collectAsList();
  }

  @Test
  void aClusterOfTwoExecutorsGivesTheSameFramesAndTheSameModelAsLocalThreads() throws Exception {
    Path events = folder.resolve("events");
    TinyEvents.write(events);
    Path local = folder.resolve("local-frames");
    Path cluster = folder.resolve("cluster-frames");
    Manifest made = TinyEvents.preprocess(SPARK, events, local);
    TinyEvents.train(
        SPARK, local, folder.resolve("local"), EventsProcess.network(), EventsProcess.EXAMPLES);

    SharedCluster.run(
        EventsProcess.class,
        events.toString(),
        cluster.toString(),
        folder.resolve("cluster").toString());

    assertThat(manifest(cluster).framesFingerprint()).isEqualTo(made.framesFingerprint());
    assertThat(manifest(cluster).counts()).isEqualTo(made.counts());
    assertThat(manifest(cluster).corpus(EventsCorpus.class))
        .isEqualTo(made.corpus(EventsCorpus.class));
    assertThat(manifest(cluster).files()).hasSameSizeAs(made.files());
    for (Split split : Split.values()) {
      assertThat(rows(cluster, split)).isNotEmpty().isEqualTo(rows(local, split));
    }
    assertThat(folder.resolve("cluster/model.zip"))
        .hasSameBinaryContentAs(folder.resolve("local/model.zip"));
  }

  @Test
  void aFileThatIsLargerThanTheHeapIsReadRecordingByRecording() throws Exception {
    Path file = folder.resolve("events/words_train.h5");
    int recordings = 200;
    int eventsEach = 400_000;
    writeSame(file, recordings, eventsEach);
    assertThat(Files.size(file)).isGreaterThan(2 * HEAP_MEGABYTES * MEGABYTE);

    Path frames = folder.resolve("frames");
    ForkedJvm.run(
        EventsProcess.class,
        folder.resolve("process.log"),
        HEAP_MEGABYTES + "m",
        file.getParent().toString(),
        frames.toString());

    assertThat(manifest(frames).total(Split.TRAIN)).isEqualTo(recordings);
    assertThat(manifest(frames).corpus(EventsCorpus.class).events())
        .isEqualTo((long) recordings * eventsEach);
  }

  /** One recording many times: what it takes to draw them is not to be tested. */
  private static void writeSame(Path file, int recordings, int events) throws IOException {
    Random random = new Random(1);
    float[] seconds = RecordingFiles.seconds(random, events);
    int[] units = RecordingFiles.units(random, events, 1);
    try (SpikeHdf5Writer writer = RecordingFiles.writer(file)) {
      for (int k = 0; k < recordings; k++) {
        writer.add(seconds, units, 1, 0);
      }
      writer.finish(RecordingFiles.CLASSES);
    }
  }
}
