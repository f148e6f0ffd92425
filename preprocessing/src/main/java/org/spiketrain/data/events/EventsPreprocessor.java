package org.spiketrain.data.events;

import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.SerializableConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spiketrain.data.FrameParquet;
import org.spiketrain.data.FrameRow;
import org.spiketrain.data.Json;
import org.spiketrain.data.Manifest;
import org.spiketrain.data.Split;
import org.spiketrain.data.Versions;
import org.spiketrain.data.io.AtomicOutput;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.data.io.Labels;
import org.spiketrain.data.io.OutputGuard;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.data.io.RecordingRange;
import org.spiketrain.data.io.RejectedRecording;
import org.spiketrain.model.UserErrorException;

/**
 * From HDF5 files of recorded events to Parquet frames. The files are read twice: once as a whole,
 * to fingerprint and to unpack them, then by ranges of recordings, which Spark distributes over the
 * cluster. A range becomes one Parquet file; nothing is shuffled.
 */
public final class EventsPreprocessor {
  private static final Logger LOG = LoggerFactory.getLogger(EventsPreprocessor.class);
  private static final double NANOSECONDS = 1e9;

  private EventsPreprocessor() {}

  /**
   * Runs the whole preprocessing.
   *
   * @param outputDir folder to write, on any Hadoop file system; it appears complete or not at all
   * @param dependants what was made of earlier frames there; deleted when they are overwritten
   * @return the manifest, as it lies in the folder
   * @throws UserErrorException if the input, a setting or the output path is at fault
   */
  public static Manifest run(
      SparkSession spark,
      EventsSettings settings,
      String outputDir,
      OutputMode mode,
      List<Path> dependants) {
    Configuration conf = spark.sessionState().newHadoopConf();
    OutputGuard.check(conf, settings.path(), outputDir);
    try (AtomicOutput output = AtomicOutput.directory(conf, new Path(outputDir), mode)) {
      // In the output, since the executors share no other location; gone before the output appears.
      Path unpacked = new Path(output.staging(), "_unpacked");
      EventCorpus corpus = EventCorpus.open(spark, settings, unpacked);
      Manifest manifest = write(spark, settings, corpus, output.staging());
      FileSystems.delete(conf, unpacked);
      FrameParquet.writeManifest(conf, output.staging(), manifest);
      output.commit(dependants);
      return manifest;
    }
  }

  private static Manifest write(
      SparkSession spark, EventsSettings settings, EventCorpus corpus, Path to) {
    long start = System.nanoTime();
    Map<Split, EventResults> results = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      results.put(split, write(spark, settings, corpus, split, to));
    }
    EventResults all = EventResults.union(results.values());
    if (all.examples() == 0) {
      throw new UserErrorException(
          "No recording of %s can be used: %s. Look at data.events.channels, and fetch the files again"
              .formatted(corpus.location(), all.rejectCounts()));
    }
    if (!all.rejects().isEmpty()) {
      FrameParquet.writeRejects(RejectedRecording.table(spark, all.rejects()), to);
    }
    Manifest manifest = manifest(spark, settings, corpus, results, to);
    logRates(manifest, (System.nanoTime() - start) / NANOSECONDS);
    return manifest;
  }

  private static EventResults write(
      SparkSession spark, EventsSettings settings, EventCorpus corpus, Split split, Path to) {
    List<RecordingRange> ranges = corpus.ranges(split, settings.recordingsPerFile());
    if (ranges.isEmpty()) {
      return EventResults.of(List.of());
    }
    CollectionAccumulator<RangeResult> results =
        spark.sparkContext().collectionAccumulator("ranges of " + split.label());
    FrameParquet.writeSplit(
        spark, frames(spark, ranges, corpus.classes(), settings.transform(), results), split, to);
    return EventResults.of(results.value());
  }

  private static JavaRDD<FrameRow> frames(
      SparkSession spark,
      List<RecordingRange> ranges,
      List<String> classes,
      EventTransform.Settings transform,
      CollectionAccumulator<RangeResult> results) {
    SerializableConfiguration conf =
        new SerializableConfiguration(spark.sessionState().newHadoopConf());
    List<String> names = List.copyOf(classes);
    return JavaSparkContext.fromSparkContext(spark.sparkContext())
        .parallelize(ranges, ranges.size())
        .flatMap(range -> frames(range, conf.value(), names, transform, results));
  }

  private static Iterator<FrameRow> frames(
      RecordingRange range,
      Configuration conf,
      List<String> classes,
      EventTransform.Settings transform,
      CollectionAccumulator<RangeResult> results) {
    Recordings recordings = Recordings.openForTask(conf, range, Labels.READ);
    return new RecordingFrames(range, recordings, classes, transform, results);
  }

  private static Manifest manifest(
      SparkSession spark,
      EventsSettings settings,
      EventCorpus corpus,
      Map<Split, EventResults> results,
      Path folder) {
    EventResults all = EventResults.union(results.values());
    String fingerprint = corpus.fingerprint();
    return new Manifest(
        Manifest.FORMAT_VERSION,
        "spiketrain preprocess, events",
        Versions.current(spark),
        corpus.location(),
        fingerprint,
        Json.fingerprint(EventsKind.NAME, fingerprint, settings.transform()),
        corpus.classes(),
        counts(corpus.classes(), results),
        settings.transform().channels(),
        new EventsCorpus(
            settings.transform(),
            all.leastTimeSteps(),
            all.mostTimeSteps(),
            all.events(),
            all.keptEvents(),
            all.entries(),
            corpus.sources()),
        all.rejectCounts(),
        FrameParquet.files(spark.sessionState().newHadoopConf(), folder));
  }

  private static Map<String, Map<String, Long>> counts(
      List<String> classes, Map<Split, EventResults> results) {
    Map<String, Map<String, Long>> counts = new LinkedHashMap<>();
    for (int label = 0; label < classes.size(); label++) {
      Map<String, Long> bySplit = new LinkedHashMap<>();
      for (Split split : Split.values()) {
        bySplit.put(split.label(), results.get(split).examples(label));
      }
      counts.put(classes.get(label), bySplit);
    }
    return counts;
  }

  private static void logRates(Manifest manifest, double seconds) {
    EventsCorpus events = manifest.corpus(EventsCorpus.class);
    long bytes = manifest.files().stream().mapToLong(Manifest.DataFile::bytes).sum();
    long source = events.sources().stream().mapToLong(EventsCorpus.SourceFile::bytes).sum();
    LOG.info(
        "{} events of {} recordings in {} s ({} events/s); {} bytes a recording, {} of the HDF5",
        events.events(),
        manifest.total(),
        "%.1f".formatted(seconds),
        Math.round(events.events() / seconds),
        bytes / manifest.total(),
        "%.2f".formatted((double) bytes / source));
  }
}
