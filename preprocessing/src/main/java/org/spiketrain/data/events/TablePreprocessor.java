package org.spiketrain.data.events;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.spiketrain.data.BaseFrames;
import org.spiketrain.data.ClassLabels;
import org.spiketrain.data.FrameParquet;
import org.spiketrain.data.FrameWeights;
import org.spiketrain.data.Json;
import org.spiketrain.data.Manifest;
import org.spiketrain.data.Split;
import org.spiketrain.data.Versions;
import org.spiketrain.data.events.EventTransform.Framed;
import org.spiketrain.data.events.TableRow.Facts;
import org.spiketrain.data.events.TableSplits.Assigned;
import org.spiketrain.data.io.OutputGuard;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.data.io.PathSetting;
import org.spiketrain.data.table.LabelledRow;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.frames.Example;
import scala.Tuple2;

/**
 * From a table of recorded events to Parquet frames. Rows become frames where Spark reads them; the
 * frames wait on the executors until all rows are numbered, and are shuffled once.
 */
final class TablePreprocessor {
  private static final String NUMBER = "[+-]?\\d{1,30}(\\.\\d{1,30})?([eE][+-]?\\d{1,3})?";
  private static final StructType REJECTS =
      new StructType()
          .add("number", DataTypes.LongType)
          .add("file", DataTypes.StringType)
          .add("recording", DataTypes.StringType)
          .add("reason", DataTypes.StringType);

  private final SparkSession spark;
  private final EventsSettings settings;
  private final Optional<BaseFrames<EventsCorpus>> base;

  /**
   * Begins nothing yet.
   *
   * @param base the frames that these are appended to, if they are
   */
  TablePreprocessor(
      SparkSession spark, EventsSettings settings, Optional<BaseFrames<EventsCorpus>> base) {
    this.spark = spark;
    this.settings = settings;
    this.base = base;
  }

  Manifest run(String outputDir, OutputMode mode, List<Path> dependants) {
    if (!settings.table().isOfCatalogue()) {
      OutputGuard.check(spark.sessionState().newHadoopConf(), settings.path(), outputDir);
    }
    // Before anything is made for the output: most faults are in the input.
    try (TableRows table = TableRows.open(spark, settings)) {
      ClassLabels labels = labels(table);
      JavaRDD<Assigned> assigned =
          TableSplits.assign(table.facts(), labels, settings.recordings())
              .persist(StorageLevel.MEMORY_AND_DISK_SER());
      try {
        return FrameParquet.write(
            spark, outputDir, mode, dependants, to -> write(table, labels, assigned, to));
      } finally {
        assigned.unpersist();
      }
    }
  }

  /** What rows have: labels, and reasons why they cannot be used. */
  private record Found(Map<Tuple2<String, String>, Long> counts) {
    static Found in(TableRows table) {
      return new Found(
          table.facts().map(row -> new Tuple2<>(row.row().label(), row.fault())).countByValue());
    }

    Map<String, Long> faults() {
      return counts.entrySet().stream()
          .collect(
              Collectors.groupingBy(
                  one -> one.getKey()._2(), Collectors.summingLong(Map.Entry::getValue)));
    }

    /** Those of rows without usable events too, as files have them. In order. */
    List<String> labels() {
      List<String> labels =
          counts.keySet().stream()
              .filter(row -> !row._2().equals(LabelledRow.UNKNOWN_SPLIT))
              .map(Tuple2::_1)
              .filter(label -> !label.isEmpty())
              .distinct()
              .sorted()
              .toList();
      return labels.stream().allMatch(label -> label.matches(NUMBER))
          ? labels.stream().sorted(Comparator.comparing(BigDecimal::new)).toList()
          : labels;
    }
  }

  /**
   * The classes.
   *
   * @throws UserErrorException if no row can be used, whatever its label
   */
  private ClassLabels labels(TableRows table) {
    Found found = Found.in(table);
    Map<String, Long> faults = found.faults();
    if (faults.isEmpty()) {
      throw new UserErrorException(
          "%s has no row: look at the table and at data.source.where".formatted(table.name()));
    }
    if (!faults.containsKey("")) {
      RangeResult nothing = new RangeResult(0, 0);
      faults.forEach(nothing::reject);
      check(table).check(nothing, Map.of());
    }
    ClassLabels.Named named = settings.recordings().named();
    if (base.isPresent()) {
      return ClassLabels.of(named, base.get());
    }
    return ClassLabels.of(
        named, found.labels(), "the rows of " + table.name(), "data.source.label");
  }

  private EventsCheck check(TableRows table) {
    return new EventsCheck(table.name(), EventRows.scaled(settings.transform()));
  }

  private Manifest write(TableRows table, ClassLabels labels, JavaRDD<Assigned> assigned, Path to) {
    long start = System.nanoTime();
    int classes = labels.names().size();
    List<RangeResult> parts = results(assigned, classes);
    RangeResult all = RangeResult.sum(classes, parts);
    Map<Split, RangeResult> results = new EnumMap<>(Split.class);
    long count = 0;
    for (Split split : Split.values()) {
      RangeResult result = parts.get(Assigned.part(split));
      results.put(split, result);
      count += result.recordings();
    }
    EventsPreprocessor.check(check(table), all, results, base);
    FrameParquet.writeFrames(
        spark,
        frames(table, assigned),
        settings.table().weights(),
        count,
        settings.recordingsPerFile(),
        to);
    if (!all.rejectCounts().isEmpty()) {
      writeRejects(table, assigned, to);
    }
    Manifest manifest = manifest(table, labels, all, results, to);
    EventsPreprocessor.logRates(manifest, start);
    return manifest;
  }

  private Manifest manifest(
      TableRows table,
      ClassLabels labels,
      RangeResult all,
      Map<Split, RangeResult> results,
      Path to) {
    Configuration conf = spark.sessionState().newHadoopConf();
    FrameWeights weights = settings.table().weights();
    String fingerprint = table.fingerprint(weights);
    RecordingTable recordings = settings.recordings();
    EventTransform.Settings transform = settings.transform();
    return new Manifest(
        Manifest.FORMAT_VERSION,
        EventsPreprocessor.createdBy(base),
        Versions.current(spark),
        settings.table().isOfCatalogue()
            ? table.name()
            : PathSetting.qualified(conf, "data.path", settings.path()),
        fingerprint,
        Json.fingerprint(
            EventsKind.NAME,
            base.map(frames -> frames.fingerprintWith(fingerprint)).orElse(fingerprint),
            transform,
            labels,
            recordings.split(),
            recordings.isDealt() ? recordings.seed() : 0),
        labels.names(),
        Manifest.counts(labels.names(), (label, split) -> results.get(split).examples(label)),
        transform.channels(),
        all.corpus(transform, List.of(), List.of(recordings)),
        all.rejectCounts(),
        FrameParquet.files(conf, to),
        trained(weights, labels, to));
  }

  /** What is appended need not train: the base does. */
  private Map<String, Long> trained(FrameWeights weights, ClassLabels labels, Path to) {
    Map<String, Long> trained = FrameParquet.trained(spark, weights, labels.names(), to);
    return base.isEmpty() ? FrameWeights.checked(trained) : trained;
  }

  /** What became of the rows of each split, and of those of none. */
  private static List<RangeResult> results(JavaRDD<Assigned> assigned, int classes) {
    List<List<RangeResult>> ofPartitions =
        assigned
            .mapPartitionsWithIndex(
                (partition, rows) -> List.of(results(partition, rows, classes)).iterator(), true)
            .collect();
    return IntStream.rangeClosed(0, Assigned.NONE)
        .mapToObj(part -> ofPartitions.stream().map(results -> results.get(part)).toList())
        .map(results -> RangeResult.sum(classes, results))
        .toList();
  }

  private static List<RangeResult> results(int partition, Iterator<Assigned> rows, int classes) {
    List<RangeResult> results = new ArrayList<>();
    for (int part = 0; part <= Assigned.NONE; part++) {
      results.add(new RangeResult((long) partition << Integer.SIZE | part, classes));
    }
    rows.forEachRemaining(row -> add(row, results.get(row.part())));
    return results;
  }

  private static void add(Assigned row, RangeResult result) {
    Facts facts = row.facts();
    if (facts.usable()) {
      result.add(row.label(), facts.made());
      return;
    }
    if (facts.fault().equals(Framed.EMPTY)) {
      result.addEmpty(facts.made().events());
    }
    result.reject(facts.fault(), 1);
  }

  private static JavaRDD<Row> frames(TableRows table, JavaRDD<Assigned> assigned) {
    JavaRDD<Assigned> inPlace =
        assigned
            .mapToPair(row -> new Tuple2<>(row.facts().place(), row))
            .repartitionAndSortWithinPartitions(new Places(table.rows().getNumPartitions()))
            .values();
    String name = table.shortName();
    return table.rows().zipPartitions(inPlace, (rows, own) -> frames(rows, own, name));
  }

  private static Iterator<Row> frames(
      Iterator<TableRow> rows, Iterator<Assigned> assigned, String table) {
    Iterable<TableRow> all = () -> rows;
    return StreamSupport.stream(all.spliterator(), false)
        .flatMap(row -> frames(row, assigned.next(), table))
        .iterator();
  }

  private static Stream<Row> frames(TableRow row, Assigned assigned, String table) {
    Facts facts = assigned.facts();
    if (facts.content() != row.facts().content()) {
      throw new IllegalStateException(
          "%s gave its rows in another order when a part of it was read again: write it to files and name these"
              .formatted(table));
    }
    if (!facts.usable()) {
      return Stream.empty();
    }
    float weight = facts.row().weight().value();
    Example example = new Example(assigned.id(), assigned.label(), "", row.frames(), weight);
    return Stream.of(FrameParquet.row(example, "", facts.row().name(table), assigned.split()));
  }

  private void writeRejects(TableRows table, JavaRDD<Assigned> assigned, Path to) {
    String name = table.shortName();
    JavaRDD<Row> rejects =
        assigned
            .filter(row -> !row.facts().usable())
            .map(
                row -> {
                  LabelledRow own = row.facts().row();
                  return RowFactory.create(
                      own.number(), name, own.shortName(), row.facts().fault());
                });
    FrameParquet.writeRejects(
        spark
            .createDataFrame(rejects, REJECTS)
            .repartition(1)
            .sortWithinPartitions("number")
            .drop("number"),
        to);
  }
}
