package org.spiketrain.data.events;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.SerializableConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spiketrain.data.FrameParquet;
import org.spiketrain.data.Json;
import org.spiketrain.data.Manifest;
import org.spiketrain.data.Split;
import org.spiketrain.data.Versions;
import org.spiketrain.data.events.RangeResult.RejectedRecording;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.data.io.OutputGuard;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.data.io.RecordingRange;
import org.spiketrain.data.io.SpikeHdf5;
import org.spiketrain.data.io.SpikeHdf5.Labels;

/**
 * From HDF5 files of recorded events to Parquet frames. The files are read twice: once as a whole,
 * to fingerprint and to unpack them, then by ranges of recordings, which Spark distributes over the
 * cluster. A range becomes one Parquet file; nothing is shuffled.
 */
public final class EventsPreprocessor {
  private static final Logger LOG = LoggerFactory.getLogger(EventsPreprocessor.class);
  static final String CREATED_BY = "spiketrain preprocess, events";

  private static final double NANOSECONDS = 1e9;

  private EventsPreprocessor() {}

  /** As {@link EventsSettings#preprocess} says. */
  public static Manifest run(
      SparkSession spark,
      EventsSettings settings,
      String outputDir,
      OutputMode mode,
      List<Path> dependants) {
    if (settings.table().isNamed()) {
      return TablePreprocessor.run(spark, settings, outputDir, mode, dependants);
    }
    Configuration conf = spark.sessionState().newHadoopConf();
    OutputGuard.check(conf, settings.path(), outputDir);
    return FrameParquet.write(
        spark,
        outputDir,
        mode,
        dependants,
        folder -> {
          // Here, since the executors share no other location; gone before the output appears.
          Path unpacked = new Path(folder, "_unpacked");
          EventCorpus corpus = EventCorpus.open(spark, settings, unpacked);
          Manifest manifest = write(spark, settings, corpus, folder);
          FileSystems.delete(conf, unpacked);
          return manifest;
        });
  }

  private static Manifest write(
      SparkSession spark, EventsSettings settings, EventCorpus corpus, Path folder) {
    long start = System.nanoTime();
    List<String> classes = corpus.classes();
    Map<Split, RangeResult> results = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      results.put(split, write(spark, settings, corpus, split, folder));
    }
    RangeResult all = RangeResult.sum(classes.size(), results.values());
    new EventsCheck(corpus.location(), settings.transform()).check(all, results);
    if (!all.rejects().isEmpty()) {
      FrameParquet.writeRejects(RejectedRecording.table(spark, all.rejects()), folder);
    }
    EventTransform.Settings transform = settings.transform();
    String fingerprint = corpus.fingerprint();
    Manifest manifest =
        new Manifest(
            Manifest.FORMAT_VERSION,
            CREATED_BY,
            Versions.current(spark),
            corpus.location(),
            fingerprint,
            Json.fingerprint(EventsKind.NAME, fingerprint, transform),
            classes,
            Manifest.counts(classes, (label, split) -> results.get(split).examples(label)),
            transform.channels(),
            all.corpus(transform, corpus.sources(), List.of()),
            all.rejectCounts(),
            FrameParquet.files(spark.sessionState().newHadoopConf(), folder));
    logRates(manifest, start);
    return manifest;
  }

  private static RangeResult write(
      SparkSession spark, EventsSettings settings, EventCorpus corpus, Split split, Path folder) {
    int classes = corpus.classes().size();
    EventTransform.Settings transform = settings.transform();
    List<RecordingRange> ranges = corpus.ranges(split, settings.recordingsPerFile());
    CollectionAccumulator<RangeResult> results =
        spark.sparkContext().collectionAccumulator("ranges of " + split.label());
    if (!ranges.isEmpty()) {
      SerializableConfiguration conf =
          new SerializableConfiguration(spark.sessionState().newHadoopConf());
      JavaRDD<Row> rows =
          JavaSparkContext.fromSparkContext(spark.sparkContext())
              .parallelize(ranges, ranges.size())
              .flatMap(
                  range ->
                      new RecordingFrames(
                          range,
                          split,
                          SpikeHdf5.openForTask(conf.value(), range, Labels.READ),
                          classes,
                          transform,
                          results));
      FrameParquet.writeSplit(spark, rows, split, folder);
    }
    return RangeResult.sum(classes, results.value());
  }

  static void logRates(Manifest manifest, long start) {
    double seconds = (System.nanoTime() - start) / NANOSECONDS;
    EventsCorpus events = manifest.corpus(EventsCorpus.class);
    LOG.info(
        "{} recordings in {} s ({} events/s): {}",
        manifest.total(),
        "%.1f".formatted(seconds),
        Math.round(events.events() / seconds),
        events.summary(manifest));
  }
}
