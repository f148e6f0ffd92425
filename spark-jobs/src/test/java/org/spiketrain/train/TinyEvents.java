package org.spiketrain.train;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.RecordingFiles;
import org.spiketrain.config.ExperimentConfig;
import org.spiketrain.data.Manifest;
import org.spiketrain.data.events.EventTransform;
import org.spiketrain.data.events.EventTransform.CountMode;
import org.spiketrain.data.events.EventTransform.Downsample;
import org.spiketrain.data.events.EventsPreprocessor;
import org.spiketrain.data.events.EventsSettings;
import org.spiketrain.data.events.Framing.FixedBins;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.model.zoo.NetworkSettings;

/** A training on recordings of three classes that even one layer tells apart. */
final class TinyEvents {
  private TinyEvents() {}

  /** Writes files of recordings. */
  static void write(Path events) {
    RecordingFiles.write(events.resolve("words_train.h5"), 60, 60, 1);
    RecordingFiles.write(events.resolve("words_valid.h5"), 12, 60, 2);
    RecordingFiles.write(events.resolve("words_test.h5"), 30, 60, 3);
  }

  static EventsSettings settings(Path events) {
    return new EventsSettings(
        events.toString(),
        Map.of(),
        new EventTransform.Settings(
            RecordingFiles.CHANNELS,
            Downsample.NONE,
            5,
            new FixedBins(10, 1_000_000),
            CountMode.KEEP),
        7);
  }

  static Manifest preprocess(SparkSession spark, Path events, Path frames) {
    return EventsPreprocessor.run(
        spark, settings(events), frames.toString(), OutputMode.REFUSE_EXISTING, List.of());
  }

  /** A stack of layers as a configuration has it. */
  static NetworkSettings network(String stack, String loss) {
    return ExperimentConfig.defaults(Map.of("network.stack", stack, "network.loss", loss))
        .network();
  }

  static TrainingJob.Result train(
      SparkSession spark, Path frames, Path output, NetworkSettings network, long examples) {
    return new TrainingJob(
            spark,
            frames.toString(),
            TinyTraining.manifest(frames.toString()),
            TinyTraining.files(output),
            TinyTraining.plan(network, TinyTraining.settings(2, examples)),
            new TrainingProgress() {},
            TaskSlots.NONE)
        .run(TrainingJob.Start.FRESH);
  }
}
