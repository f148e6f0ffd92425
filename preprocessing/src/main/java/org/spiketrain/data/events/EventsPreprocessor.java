package org.spiketrain.data.events;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.spiketrain.data.BaseFrames;
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

  private static final double NANOSECONDS = 1e9;

  private final SparkSession spark;
  private final EventsSettings settings;
  private final Optional<BaseFrames<EventsCorpus>> base;
  private final Configuration conf;

  private EventsPreprocessor(
      SparkSession spark, EventsSettings settings, Optional<BaseFrames<EventsCorpus>> base) {
    this.spark = spark;
    this.settings = settings;
    this.base = base;
    this.conf = spark.sessionState().newHadoopConf();
  }

  /** As {@link EventsSettings#preprocess} says. */
  public static Manifest run(
      SparkSession spark,
      EventsSettings settings,
      String outputDir,
      OutputMode mode,
      List<Path> dependants) {
    return new EventsPreprocessor(spark, settings, Optional.empty())
        .run(outputDir, mode, dependants);
  }

  /** As {@link EventsSettings#append} says. */
  static Manifest append(
      SparkSession spark,
      EventsSettings settings,
      BaseFrames<EventsCorpus> base,
      String outputDir,
      OutputMode mode) {
    return new EventsPreprocessor(spark, settings, Optional.of(base))
        .run(outputDir, mode, List.of());
  }

  private Manifest run(String outputDir, OutputMode mode, List<Path> dependants) {
    if (settings.table().isNamed()) {
      return new TablePreprocessor(spark, settings, base).run(outputDir, mode, dependants);
    }
    OutputGuard.check(conf, settings.path(), outputDir);
    return FrameParquet.write(
        spark,
        outputDir,
        mode,
        dependants,
        folder -> {
          // Here, since the executors share no other location; gone before the output appears.
          Path unpacked = new Path(folder, "_unpacked");
          EventCorpus corpus = EventCorpus.open(spark, settings, unpacked, base);
          Manifest manifest = write(corpus, folder);
          FileSystems.delete(conf, unpacked);
          return manifest;
        });
  }

  private Manifest write(EventCorpus corpus, Path folder) {
    long start = System.nanoTime();
    List<String> classes = corpus.classes();
    Map<Split, RangeResult> results = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      results.put(split, write(corpus, split, folder));
    }
    RangeResult all = RangeResult.sum(classes.size(), results.values());
    check(new EventsCheck(corpus.location(), settings.transform()), all, results, base);
    if (!all.rejects().isEmpty()) {
      FrameParquet.writeRejects(RejectedRecording.table(spark, all.rejects()), folder);
    }
    EventTransform.Settings transform = settings.transform();
    String fingerprint = corpus.fingerprint();
    Manifest manifest =
        new Manifest(
            Manifest.FORMAT_VERSION,
            createdBy(base),
            Versions.current(spark),
            corpus.location(),
            fingerprint,
            Json.fingerprint(
                EventsKind.NAME,
                base.map(frames -> frames.fingerprintWith(fingerprint)).orElse(fingerprint),
                transform),
            classes,
            Manifest.counts(classes, (label, split) -> results.get(split).examples(label)),
            transform.channels(),
            all.corpus(transform, corpus.sources(), List.of()),
            all.rejectCounts(),
            FrameParquet.files(conf, folder));
    logRates(manifest, start);
    return manifest;
  }

  static void check(
      EventsCheck check,
      RangeResult all,
      Map<Split, RangeResult> results,
      Optional<BaseFrames<EventsCorpus>> base) {
    if (base.isPresent()) {
      check.checkAppended(all, results, base.get());
    } else {
      check.check(all, results);
    }
  }

  static String createdBy(Optional<BaseFrames<EventsCorpus>> base) {
    return base.isEmpty() ? "spiketrain preprocess, events" : "spiketrain append, events";
  }

  private RangeResult write(EventCorpus corpus, Split split, Path folder) {
    int classes = corpus.classes().size();
    EventTransform.Settings transform = settings.transform();
    List<RecordingRange> ranges = corpus.ranges(split, settings.recordingsPerFile());
    CollectionAccumulator<RangeResult> results =
        spark.sparkContext().collectionAccumulator("ranges of " + split.label());
    if (!ranges.isEmpty()) {
      SerializableConfiguration hadoop = new SerializableConfiguration(conf);
      Map<String, int[]> labels = new HashMap<>(corpus.labels());
      JavaRDD<Row> rows =
          JavaSparkContext.fromSparkContext(spark.sparkContext())
              .parallelize(ranges, ranges.size())
              .flatMap(
                  range ->
                      new RecordingFrames(
                          range,
                          split,
                          SpikeHdf5.openForTask(hadoop.value(), range, Labels.READ),
                          labels.get(range.readable()),
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
