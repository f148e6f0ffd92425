package org.spiketrain.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.data.names.NamesCorpus;
import org.spiketrain.data.table.CorpusTable;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.encode.LetterEncoder;
import org.spiketrain.model.frames.Example;
import org.spiketrain.model.frames.SpikeFrames;

class FrameParquetIT {
  private static final int COUNT = 100;

  private static SparkSession spark;

  @TempDir static Path shared;
  @TempDir Path folder;

  @BeforeAll
  static void startSpark() {
    spark = LocalSpark.session();
  }

  /** Weighted frames of 3 channels, one time step an id modulo 4; every fourth example tests. */
  private static Example frames(int id) {
    int[] rowStart = new int[id % 4 + 1];
    int[] channel = new int[id % 4];
    float[] value = new float[id % 4];
    for (int t = 0; t < id % 4; t++) {
      rowStart[t + 1] = t + 1;
      channel[t] = (id + t) % 3;
      value[t] = id / 8f;
    }
    return new Example(id, id % 2, "text " + id, new SpikeFrames(3, rowStart, channel, value));
  }

  @BeforeEach
  void writeHundredExamplesInThreeRanges() {
    List<Row> rows = new ArrayList<>();
    for (int id = 0; id < COUNT; id++) {
      Split split = id % 4 == 0 ? Split.TEST : Split.TRAIN;
      rows.add(FrameParquet.row(frames(id), "Text " + id, "A.txt:" + id, split));
    }
    Collections.shuffle(rows, new Random(1));
    var context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    FrameParquet.writeFrames(spark, context.parallelize(rows, 5), COUNT, 40, path());
    FrameParquet.writeManifest(conf(), path(), manifest(Manifest.FORMAT_VERSION));
  }

  @Test
  void filesWithFewerRowsThanWereCountedAreRefused() {
    Path target = folder.resolve("lost");
    assertThatThrownBy(
            () ->
                FrameParquet.write(
                    spark,
                    target.toString(),
                    OutputMode.REFUSE_EXISTING,
                    List.of(),
                    to -> {
                      Row row = FrameParquet.row(frames(0), "Text", "A.txt:1", Split.TRAIN);
                      var context = JavaSparkContext.fromSparkContext(spark.sparkContext());
                      FrameParquet.writeFrames(spark, context.parallelize(List.of(row)), 1, 40, to);
                      return manifest(Manifest.FORMAT_VERSION, to);
                    }))
        .isInstanceOf(UserErrorException.class)
        .hasMessageStartingWith("100 rows were written to ")
        .hasMessageContaining("1 are there");
    assertThat(target).doesNotExist();
  }

  private Manifest manifest(int version) {
    return manifest(version, path());
  }

  private Manifest manifest(int version, org.apache.hadoop.fs.Path written) {
    return new Manifest(
        version,
        "test",
        Versions.current(spark),
        "nowhere",
        "00",
        "11",
        List.of("A", "B"),
        Map.of("A", Map.of("train", 25L, "test", 25L), "B", Map.of("train", 50L)),
        3,
        new NamesCorpus(
            LetterEncoder.Settings.tutorial(), SplitSettings.tutorial(), 0, 0, 0, CorpusTable.NONE),
        Map.of(),
        FrameParquet.files(conf(), written));
  }

  private org.apache.hadoop.fs.Path path() {
    return new org.apache.hadoop.fs.Path(folder.toString());
  }

  private static org.apache.hadoop.conf.Configuration conf() {
    return spark.sessionState().newHadoopConf();
  }

  @Test
  void aPathMayHaveTheCharactersOfPatterns() throws IOException {
    for (String name : List.of("[a]", "{b,c}", "d*", "e?", "f\\g")) {
      Path odd = Files.move(folder, shared.resolve("frames of " + name));
      assertThat(FrameParquet.read(spark, odd.toString(), "test").count()).isEqualTo(COUNT / 4);
      Files.move(odd, folder);
    }
  }

  private void assertUserError(String... parts) {
    assertThatThrownBy(() -> FrameParquet.read(spark, folder.toString(), "train"))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContainingAll(parts);
  }

  @Test
  void examplesComeBackAsTheyWere() {
    assertThat(FrameParquet.read(spark, folder.toString(), "train").columns())
        .containsExactly(FrameParquet.SCHEMA.fieldNames());
    List<Row> rows = new ArrayList<>();
    rows.addAll(FrameParquet.read(spark, folder.toString(), "train").collectAsList());
    rows.addAll(FrameParquet.read(spark, folder.toString(), "test").collectAsList());
    assertThat(rows).hasSize(COUNT);
    for (Row row : rows) {
      Example example = FrameParquet.example(row);
      assertThat(example).isEqualTo(frames((int) example.id()));
      assertThat(row.<String>getAs("original")).isEqualTo("Text " + example.id());
    }
  }

  @Test
  void framesOfBeforeThereWereTablesAreRead() throws IOException {
    Path file = folder.resolve("_manifest.json");
    String manifest = Files.readString(file);
    String without = manifest.replaceFirst("(?s),\\s+\"table\" : \\{.*?\\n    \\}", "");
    assertThat(without.length()).isLessThan(manifest.length() - 100);
    Files.writeString(file, without);
    Files.delete(folder.resolve("._manifest.json.crc"));

    assertThat(FrameParquet.readManifest(conf(), path()))
        .isEqualTo(manifest(Manifest.FORMAT_VERSION));
  }

  @Test
  void manyExamplesComeBackInTheOrderOfTheirRows() {
    Dataset<Row> rows = FrameParquet.read(spark, folder.toString(), "train");
    List<Example> descending = FrameParquet.examples(rows.orderBy(rows.col("id").desc())).collect();
    assertThat(descending).hasSize(COUNT - COUNT / 4).first().isEqualTo(frames(COUNT - 1));
    assertThat(descending)
        .isEqualTo(
            rows.orderBy(rows.col("id").desc()).collectAsList().stream()
                .map(FrameParquet::example)
                .toList());
  }

  @Test
  void filesHoldIdRangesInOrder() {
    List<Manifest.DataFile> files = FrameParquet.readManifest(conf(), path()).files();
    assertThat(files).hasSize(6);
    long previous = -1;
    for (Manifest.DataFile file : files) {
      previous = file.path().contains("part-00000") ? -1 : previous;
      for (Row row : spark.read().parquet(folder.resolve(file.path()).toString()).collectAsList()) {
        assertThat(row.<Long>getAs("id")).isGreaterThan(previous);
        previous = row.getAs("id");
      }
    }
  }

  @Test
  void aSplitWithoutRowsIsEmptyAndAnUnknownOneRefused() {
    assertThat(FrameParquet.read(spark, folder.toString(), "validation").count()).isZero();
    assertThatThrownBy(() -> FrameParquet.read(spark, folder.toString(), "valid"))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("expected train, validation or test");
  }

  @Test
  void namesWhatIsMissing() throws IOException {
    assertThatThrownBy(() -> FrameParquet.read(spark, folder + "/gone", "train"))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContainingAll("gone does not exist", "preprocess");
    Files.delete(folder.resolve("_manifest.json"));
    assertUserError("has no _manifest.json");
  }

  @Test
  void saysThatTheManifestIsDamaged() throws IOException {
    Path manifest = folder.resolve("_manifest.json");
    String json = Files.readString(manifest);
    Files.deleteIfExists(folder.resolve("._manifest.json.crc"));
    Files.writeString(manifest, json.substring(0, json.length() / 2));
    assertUserError("_manifest.json is truncated or damaged", "run preprocess again");
    Files.writeString(manifest, "");
    assertUserError("_manifest.json is truncated or damaged");
    Files.writeString(manifest, "{\"formatVersion\": 2}");
    assertUserError("_manifest.json is truncated or damaged");
  }

  @Test
  void refusesAnotherFormatVersion() {
    FrameParquet.writeManifest(conf(), path(), manifest(3));
    assertUserError("has format version 3, this Spiketrain reads 2");
  }

  @Test
  void refusesFramesOfTheFirstFormatBeforeReadingWhatTheyLack() throws IOException {
    Files.deleteIfExists(folder.resolve("._manifest.json.crc"));
    Files.writeString(folder.resolve("_manifest.json"), "{\"formatVersion\": 1, \"letters\": {}}");
    assertUserError("has format version 1, this Spiketrain reads 2", "run preprocess again");
  }

  @Test
  void saysWhichFileIsTruncatedOrMissing() throws IOException {
    Path file = folder.resolve(FrameParquet.readManifest(conf(), path()).files().get(4).path());
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
    assertUserError(file.getFileName().toString(), "is truncated or was changed");
    Files.delete(file);
    assertUserError(file.getFileName().toString(), "is missing");
  }
}
