package org.spiketrain.data.events;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.data.FrameParquet;
import org.spiketrain.data.LocalSpark;
import org.spiketrain.data.Manifest;
import org.spiketrain.data.Split;
import org.spiketrain.data.SplitSettings;
import org.spiketrain.data.events.EventTransform.CountMode;
import org.spiketrain.data.events.EventTransform.Downsample;
import org.spiketrain.data.events.Framing.FixedBins;
import org.spiketrain.data.events.Framing.TimeWindows;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.data.io.SpikeHdf5Writer;
import org.spiketrain.data.table.CorpusTable;
import org.spiketrain.data.table.TableSource;
import org.spiketrain.model.UserErrorException;

/** Recordings in tables become the frames that the same recordings in files become. */
class EventTableIT {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final List<String> KEYS = List.of("yes", "no", "maybe");
  private static final StructType COLUMNS =
      StructType.fromDDL(
          "nr INT, times ARRAY<FLOAT>, units ARRAY<INT>, word INT, part STRING, who STRING");
  private static final Framing SECOND = new FixedBins(10, 1_000_000);
  private static final TableSource VIEW = new TableSource("", "recordings", Map.of(), "");

  @TempDir Path folder;

  /** Rows in the order of the files' examples, those that cannot be used among them. */
  private final List<Row> rows = new ArrayList<>();

  private Dataset<Row> table;

  private static EventTransform.Settings transform(double timeFactor, Framing framing) {
    return new EventTransform.Settings(
        70, new Downsample(timeFactor, 0.5), 2, framing, CountMode.KEEP);
  }

  @BeforeEach
  void writeRecordings() throws IOException {
    Random random = new Random(3);
    Files.createDirectories(folder.resolve("files"));
    for (Map.Entry<String, Integer> part :
        List.of(Map.entry("train", 23), Map.entry("valid", 5), Map.entry("test", 9))) {
      Path file = folder.resolve("files/a_" + part.getKey() + ".h5");
      try (SpikeHdf5Writer writer =
          new SpikeHdf5Writer(new Configuration(), new org.apache.hadoop.fs.Path(file.toUri()))) {
        for (int k = 0; k < part.getValue(); k++) {
          float[] times = times(random, k);
          int[] units = random.ints(k == 4 ? 29 : times.length, 0, k == 6 ? 90 : 70).toArray();
          int label = k % KEYS.size();
          writer.add(times, units, label, k);
          rows.add(
              RowFactory.create(rows.size(), times, units, label, part.getKey(), KEYS.get(label)));
        }
        writer.finish(KEYS);
      }
    }
    table = SPARK.createDataFrame(rows, COLUMNS);
  }

  /** Multiples of 1/1024 s, which halves hold as they are; in some recordings bad ones. */
  private static float[] times(Random random, int recording) {
    int[] ticks = random.ints(30, 0, 1025).sorted().toArray();
    float[] times = new float[recording == 2 ? 0 : ticks.length];
    for (int k = 0; k < times.length; k++) {
      times[k] = ticks[k] / 1024f;
    }
    if (recording == 7) {
      times[3] = -1;
    } else if (recording == 8) {
      times[29] = Float.NaN;
    } else if (recording == 10) {
      times[0] = 1;
    }
    return times;
  }

  private Manifest preprocess(EventsSettings settings, String name) {
    return settings.preprocess(
        SPARK, folder.resolve(name).toString(), OutputMode.REFUSE_EXISTING, List.of());
  }

  private Manifest files(Framing framing) {
    return preprocess(
        new EventsSettings(folder.resolve("files").toString(), Map.of(), transform(1, framing), 10),
        "of files");
  }

  private static RecordingTable recordings(
      TableSource source, String label, List<String> classes, SplitSettings split) {
    String part = split.equals(SplitSettings.column()) ? "part" : "";
    return new RecordingTable(
        new CorpusTable(source, "text", label, part, "nr"),
        new EventColumns("data.source.", "times", "units"),
        List.of(),
        classes,
        split,
        7);
  }

  private static EventsSettings settings(
      String path, double factor, Framing framing, RecordingTable recordings) {
    return new EventsSettings(path, Map.of(), transform(factor, framing), 10, recordings);
  }

  private static EventsSettings ofView(double factor) {
    return settings(
        "unused", factor, SECOND, recordings(VIEW, "word", KEYS, SplitSettings.column()));
  }

  /** Everything but where it stands. */
  private List<String> frames(String name) {
    List<String> frames = new ArrayList<>();
    for (Split split : Split.values()) {
      FrameParquet.read(SPARK, folder.resolve(name).toString(), split.label())
          .drop("source", "original")
          .orderBy("id")
          .collectAsList()
          .forEach(row -> frames.add(split + row.toString()));
    }
    return frames;
  }

  private List<String> rejects(String name) {
    return SPARK
        .read()
        .option("header", true)
        .csv(folder.resolve(name + "/_rejects").toString())
        .collectAsList()
        .stream()
        .map(Row::toString)
        .toList();
  }

  private static EventsSettings ofWeighing(String weight) {
    TableSource view = new TableSource("", "weighing", Map.of(), "");
    RecordingTable recordings =
        new RecordingTable(
            new CorpusTable(view, "text", "word", "part", "nr", weight),
            new EventColumns("data.source.", "times", "units"),
            List.of(),
            KEYS,
            SplitSettings.column(),
            7);
    return settings("unused", 1, SECOND, recordings);
  }

  @Test
  void weightsComeAlongAndRowsWithoutOneAreSetAside() {
    table
        .withColumn("weight", expr("CASE nr WHEN 1 THEN NULL WHEN 3 THEN -1 ELSE nr % 3 END"))
        .createOrReplaceTempView("weighing");
    Manifest plain = preprocess(ofWeighing(""), "without weights");
    Manifest manifest = preprocess(ofWeighing("weight"), "weights");

    assertThat(manifest.rejects())
        .containsEntry("no weight", 1L)
        .containsEntry("weight below 0", 1L);
    assertThat(manifest.framesFingerprint()).isNotEqualTo(plain.framesFingerprint());
    assertThat(manifest.trained()).hasSize(KEYS.size());
    assertThat(manifest.totalTrained()).isPositive().isLessThan(manifest.total(Split.TRAIN));
    List<Row> rows =
        FrameParquet.read(SPARK, folder.resolve("weights").toString(), "train").collectAsList();
    assertThat(rows)
        .isNotEmpty()
        .allSatisfy(
            row -> {
              String source = row.getString(row.fieldIndex("source"));
              int nr = Integer.parseInt(source.substring(source.lastIndexOf(':') + 1));
              assertThat(row.getFloat(row.fieldIndex("weight"))).isEqualTo(nr % 3);
            });
  }

  @Test
  void everySourceGivesTheFramesOfTheFiles() {
    Manifest expected = files(TimeWindows.of(12_000));
    assertThat(expected.rejects()).hasSize(6);
    List<Manifest> made = new ArrayList<>();
    for (String format : List.of("parquet", "json", "orc")) {
      Path path = folder.resolve("in." + format);
      Dataset<Row> plain = // JSON has no number that is none
          format.equals("json") ? table.where("nr NOT IN (8, 36)") : table;
      plain.repartition(3).write().format(format).save(path.toString());
      TableSource source = new TableSource(format, "", Map.of(), "");
      Manifest manifest =
          preprocess(
              settings(
                  path.toString(),
                  1,
                  TimeWindows.of(12_000),
                  recordings(source, "word", KEYS, SplitSettings.column())),
              format);
      assertThat(manifest.classes()).isEqualTo(KEYS);
      assertThat(manifest.inputPath()).endsWith("/in." + format);
      if (!format.equals("json")) {
        made.add(manifest);
        assertThat(frames(format)).as(format).isEqualTo(frames("of files"));
        assertThat(manifest.counts()).isEqualTo(expected.counts());
        assertThat(manifest.rejects()).isEqualTo(expected.rejects());
      } else {
        assertThat(frames(format)).hasSize(frames("of files").size());
      }
    }
    assertThat(SPARK.conf().get("spark.sql.parquet.columnarReaderBatchSize")).isEqualTo("4096");
    assertThat(made.get(0).framesFingerprint()).isEqualTo(made.get(1).framesFingerprint());
    EventsCorpus own = made.get(0).corpus(EventsCorpus.class);
    EventsCorpus ofFiles = expected.corpus(EventsCorpus.class);
    assertThat(own.described()).isEqualTo(ofFiles.described());
    assertThat(own.entries()).isEqualTo(ofFiles.entries());
    assertThat(
            FrameParquet.readManifest(
                new Configuration(),
                new org.apache.hadoop.fs.Path(folder.resolve("parquet").toString())))
        .isEqualTo(made.get(0));
  }

  @Test
  void framesDoNotDependOnPartitionsNorOnTheFormOfTheColumns() {
    files(SECOND);
    Column shaped =
        struct(
            col("times").cast("array<double>").as("times"),
            col("units").cast("array<bigint>").as("units"));
    table
        .orderBy(expr("nr % 7"))
        .repartition(4)
        .select(col("nr"), col("word").cast("double"), col("part"), shaped.as("spikes"))
        .createOrReplaceTempView("recordings");
    RecordingTable nested =
        new RecordingTable(
            new CorpusTable(VIEW, "text", "word", "part", "nr"),
            new EventColumns("data.source.", "spikes.times", "spikes.units"),
            List.of(),
            KEYS,
            SplitSettings.column(),
            7);
    preprocess(settings("", 1, SECOND, nested), "nested");
    assertThat(frames("nested")).isEqualTo(frames("of files"));

    // Whole microseconds, which 1/1024 s are not: those of the truncated times.
    table
        .withColumn(
            "times",
            expr("transform(times, t -> IF(isnan(t), -1L, CAST(FLOOR(t * 1000000D) AS BIGINT)))"))
        .coalesce(1)
        .createOrReplaceTempView("recordings");
    preprocess(ofView(1e-6), "microseconds");
    assertThat(frames("microseconds")).isEqualTo(frames("of files"));
  }

  @Test
  void classesAreTheSortedLabels() {
    good()
        .withColumn("word", expr("CASE word WHEN 0 THEN 10 WHEN 1 THEN 9 ELSE word END"))
        .createOrReplaceTempView("recordings");
    RecordingTable numbers = recordings(VIEW, "word", List.of(), SplitSettings.column());
    assertThat(preprocess(settings("", 1, SECOND, numbers), "numbers").classes())
        .containsExactly("2", "9", "10");
    RecordingTable texts = recordings(VIEW, "who", List.of(), SplitSettings.column());
    assertThat(preprocess(settings("", 1, SECOND, texts), "texts").classes())
        .containsExactly("maybe", "no", "yes");
    RecordingTable two =
        new RecordingTable(
            texts.corpus(),
            texts.columns(),
            List.of("yes", "maybe"),
            List.of("Y", "M"),
            SplitSettings.column(),
            7);
    // A recording of another label has not lost its events.
    table
        .where("nr IN (0, 5)")
        .union(
            IntStream.range(0, 30)
                .mapToObj(k -> table.where("nr = 1"))
                .reduce(Dataset::union)
                .get())
        .createOrReplaceTempView("recordings");
    Manifest manifest = preprocess(settings("", 1, SECOND, two), "two");
    assertThat(manifest.classes()).containsExactly("Y", "M");
    assertThat(manifest.rejects()).isEqualTo(Map.of("unknown label", 30L));
  }

  @Test
  void rowsAreDealtBySeedAndContentAlone() {
    SplitSettings split = SplitSettings.stratified(0.6, 0.2, 0.2);
    RecordingTable dealt = recordings(VIEW, "who", List.of(), split);
    RecordingTable nameless =
        new RecordingTable(
            new CorpusTable(VIEW, "text", "who", "", ""),
            dealt.columns(),
            List.of(),
            List.of(),
            split,
            7);
    List<Manifest> made = new ArrayList<>();
    for (int partitions : List.of(1, 5)) {
      good()
          .orderBy(expr("hash(nr + " + partitions + ")"))
          .repartition(partitions)
          .createOrReplaceTempView("recordings");
      made.add(preprocess(settings("", 1, SECOND, dealt), "dealt" + partitions));
      preprocess(settings("", 1, SECOND, nameless), "nameless" + partitions);
    }
    assertThat(frames("dealt1")).isEqualTo(frames("dealt5")).hasSize(24);
    assertThat(frames("nameless1")).isEqualTo(frames("nameless5"));
    assertThat(made.get(0))
        .usingRecursiveComparison()
        .ignoringFields("files")
        .isEqualTo(made.get(1));
    assertThat(made.get(0).counts().get("yes").values()).doesNotContain(0L);
    assertThat(made.get(0).corpus().seed()).isEqualTo(7);
    RecordingTable other =
        new RecordingTable(dealt.corpus(), dealt.columns(), List.of(), List.of(), split, 8);
    preprocess(settings("", 1, SECOND, other), "otherwise");
    assertThat(frames("otherwise")).isNotEqualTo(frames("dealt1"));
  }

  /** Nothing but its weight tells one of them from another. */
  @Test
  void equalRecordingsOfOtherWeightsAreInOneOrder() {
    List<Integer> weights = List.of(5, 2, 9, 1);
    List<String> fingerprints = new ArrayList<>();
    for (boolean ascending : List.of(true, false)) {
      Dataset<Row> alike =
          weights.stream()
              .sorted(ascending ? Comparator.naturalOrder() : Comparator.reverseOrder())
              .map(weight -> table.where("nr IN (0, 1)").withColumn("weight", lit(weight)))
              .reduce(Dataset::union)
              .get();
      alike.createOrReplaceTempView("weighing");
      EventsSettings nameless =
          settings(
              "unused",
              1,
              SECOND,
              new RecordingTable(
                  new CorpusTable(
                      new TableSource("", "weighing", Map.of(), ""),
                      "text",
                      "word",
                      "part",
                      "",
                      "weight"),
                  new EventColumns("data.source.", "times", "units"),
                  List.of(),
                  KEYS.subList(0, 2),
                  SplitSettings.column(),
                  7));
      fingerprints.add(preprocess(nameless, "ascending " + ascending).framesFingerprint());
    }
    assertThat(frames("ascending true")).isEqualTo(frames("ascending false")).hasSize(8);
    assertThat(fingerprints.get(0)).isEqualTo(fingerprints.get(1));
  }

  @Test
  void badRowsAreSetAsideByTheirNames() {
    Dataset<Row> odd =
        SPARK.sql(
            "SELECT 90 nr, array(0.1F) times, array(1) units, NULL word, 'train' part, 'x' who"
                + " UNION ALL SELECT 91, NULL, array(1), 1, 'train', 'x'"
                + " UNION ALL SELECT 92, array(0.1F, NULL), array(1, 2), 1, 'train', 'x'"
                + " UNION ALL SELECT 93, array(0.1F), array(1), 1, 'elsewhere', 'x'"
                + " UNION ALL SELECT 94, array(1e30F), array(1), 1, 'dev', 'x'"
                + " UNION ALL SELECT 95, array(0.1F), array(NULL), 1, 'train', 'x'");
    table.union(odd).createOrReplaceTempView("recordings");
    Manifest manifest = preprocess(ofView(1), "frames");
    assertThat(rejects("frames"))
        .containsExactly(
            "[Table recordings,2,no events]",
            "[Table recordings,4,times and units differ in number]",
            "[Table recordings,6,unit out of range]",
            "[Table recordings,7,negative time]",
            "[Table recordings,8,time is not a number]",
            "[Table recordings,10,times not ascending]",
            "[Table recordings,25,no events]",
            "[Table recordings,27,times and units differ in number]",
            "[Table recordings,30,no events]",
            "[Table recordings,32,times and units differ in number]",
            "[Table recordings,34,unit out of range]",
            "[Table recordings,35,negative time]",
            "[Table recordings,36,time is not a number]",
            "[Table recordings,90,empty label]",
            "[Table recordings,91,no times or no units]",
            "[Table recordings,92,null among times or units]",
            "[Table recordings,93,unknown split]",
            "[Table recordings,94,time of more than 2147 seconds]",
            "[Table recordings,95,null among times or units]");
    assertThat(manifest.total()).isEqualTo(37 - 13);
    assertThat(manifest.rejects()).containsEntry("no events", 3L);
    assertThat(
            FrameParquet.read(SPARK, folder.resolve("frames").toString(), "test")
                .select("source")
                .collectAsList())
        .extracting(row -> row.getString(0))
        .contains("Table recordings:28", "Table recordings:33");
  }

  /** Rows that can be used. */
  private Dataset<Row> good() {
    return table.where("nr NOT IN (2, 4, 6, 7, 8, 10, 25, 27, 30, 32, 34, 35, 36)");
  }

  private void assertRefused(Dataset<Row> rows, double factor, String... parts) {
    rows.createOrReplaceTempView("recordings");
    assertThatThrownBy(() -> preprocess(ofView(factor), "frames"))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContainingAll(parts);
    assertThat(folder.resolve("frames")).doesNotExist();
  }

  @Test
  void columnsOfAnotherTypeAreRefusedByName() {
    assertRefused(
        table.withColumn("times", lit("0.1 0.2")),
        1,
        "Column \"times\" of Table recordings holds string",
        "data.source.times");
    assertRefused(
        table.withColumn("units", expr("transform(units, u -> u / 2)")),
        1,
        "Column \"units\" of Table recordings holds array<double>",
        "data.source.units");
    assertRefused(
        table.withColumn("times", array(lit(5))),
        1,
        "Column \"times\" of Table recordings holds array<int>",
        "set data.events.time-factor");
    assertRefused(
        table.withColumn("word", col("units")),
        1,
        "Column \"word\" of Table recordings holds array<int>",
        "data.source.label");
    assertRefused(
        table.drop("units"),
        1,
        "Table recordings has no column \"units\", only nr, times, word, part, who",
        "data.source.units");
    assertRefused(table.where("nr < 0"), 1, "Table recordings has no row");
    assertRefused(table.where("word = 1"), 1, "have 1 label", "data.source.label");
  }

  @Test
  void timesThatAreNoSecondsAreRefused() {
    Dataset<Row> thousandfold =
        good().withColumn("times", expr("transform(times, t -> CAST(t * 1000 AS FLOAT))"));
    assertRefused(
        thousandfold,
        1,
        "Of the events in",
        "Table recordings",
        "later than 1,000,000 microseconds",
        "set data.events.time-factor to 0.001");
    assertRefused(
        good().withColumn("times", expr("transform(times, t -> t * 100000000)")),
        1,
        "No recording of Table recordings can be used",
        "Times must be seconds");
    thousandfold.createOrReplaceTempView("recordings");
    assertThat(preprocess(ofView(1e-3), "frames").total()).isEqualTo(24);
    assertThat(Arrays.asList(frames("frames").get(0).split(",")).get(1)).isEqualTo("0");
  }
}
