package org.spiketrain.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.ForkedJvm;
import org.spiketrain.LocalSpark;
import org.spiketrain.LongTest;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.data.table.TableSource;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.registry.ModelRegistry;
import org.spiketrain.registry.VersionDraft;
import org.spiketrain.score.ScoreNames;
import org.spiketrain.score.ScoreSettings;
import org.spiketrain.score.ScoreSettings.ScoreTarget;
import org.spiketrain.score.ScoreSettings.Write;
import org.spiketrain.score.Standing;
import org.spiketrain.score.StreamJob;
import org.spiketrain.score.StreamListener.Batch;
import org.spiketrain.score.StreamSettings;

class StreamIT {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final int FILES = 30;
  private static final int ROWS = 100;

  @TempDir Path folder;

  private final List<Batch> batches = new ArrayList<>();

  /** Two versions, of which the first is in use. */
  @BeforeEach
  void publish() {
    for (String made : List.of("before-encoders", "encoders")) {
      String file = getClass().getResource("/models/%s/names.zip".formatted(made)).getPath();
      registry()
          .publish(
              "names",
              new VersionDraft(
                  made,
                  new org.apache.hadoop.fs.Path(file),
                  Map.of(),
                  Map.of(),
                  Map.of(),
                  Map.of()));
    }
    registry().setAlias("names", ModelRegistry.CHAMPION, 1, "the first");
  }

  private ModelRegistry registry() {
    return ModelRegistry.of(
        new Configuration(), new org.apache.hadoop.fs.Path(folder.resolve("registry").toString()));
  }

  private Path output() {
    return folder.resolve("scores");
  }

  private Path checkpoint() {
    return folder.resolve("scores-checkpoint");
  }

  private Path arrived(int files) throws IOException {
    Path input = Files.createDirectories(folder.resolve("in"));
    for (int k = 0; k < files; k++) {
      int file = k;
      Files.writeString(
          input.resolve("%02d.csv".formatted(k)),
          IntStream.range(0, ROWS)
              .mapToObj(row -> (row == 7 ? "" : "Name") + "," + (file * ROWS + row))
              .collect(Collectors.joining("\n", "name,id\n", "\n")));
    }
    return input;
  }

  private void scoreOnce(StreamSettings settings) {
    batches.clear();
    new StreamJob(SPARK, StreamProcess.models(folder.resolve("registry").toString()), batches::add)
        .run(settings);
  }

  private StreamSettings once() {
    return StreamProcess.settings(
        folder.resolve("in").toString(), output().toString(), Optional.empty());
  }

  /** Scores until so many micro-batches are there and one more is begun, and kills that. */
  private void scoreAndKill(int there) throws Exception {
    Path log = folder.resolve("process-" + there + ".log");
    Process process =
        ForkedJvm.start(
            StreamProcess.class,
            log,
            "1g",
            folder.resolve("in").toString(),
            output().toString(),
            folder.resolve("registry").toString(),
            Integer.toString(there));
    Path decided = checkpoint().resolve("versions/" + there + ".json");
    try {
      long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
      while (!Files.exists(decided) && process.isAlive() && System.nanoTime() < end) {
        Thread.sleep(50);
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertThat(decided).as(Files.readString(log)).exists();
    assertThat(Standing.count(output(), StreamProcess.BATCH)).isEqualTo(there);
  }

  @LongTest
  @Test
  void eachRowIsScoredOnceByTheVersionOfItsTimeWhateverIsKilled() throws Exception {
    arrived(FILES);
    scoreAndKill(4);
    registry().setAlias("names", ModelRegistry.CHAMPION, 2, "better");
    scoreAndKill(9);
    scoreOnce(once());

    Map<Integer, String> versions = new TreeMap<>();
    SPARK
        .read()
        .parquet(output().toString())
        .select("batch", "model_version")
        .distinct()
        .collectAsList()
        .forEach(row -> assertThat(versions.put(row.getInt(0), row.getString(1))).isNull());
    assertThat(versions).hasSize(FILES / 2);
    // The fifth was begun by the first version, and has it although it was scored later.
    versions.forEach((batch, version) -> assertThat(version).isEqualTo(batch <= 4 ? "1" : "2"));
    List<String> ids =
        SPARK.read().parquet(output().toString()).select("id").collectAsList().stream()
            .map(row -> row.getString(0))
            .sorted()
            .toList();
    assertThat(ids).hasSize(FILES * (ROWS - 1)).doesNotHaveDuplicates();
    assertThat(rejects())
        .hasSize(FILES)
        .allMatch(row -> row.getAs("reason").equals("missing value"));
    assertThat(batches).extracting(Batch::version).containsOnly("2");

    // Nothing is left, and nothing is scored again.
    scoreOnce(once());
    assertThat(batches).isEmpty();
  }

  private List<Row> rejects() {
    return SPARK.read().option("header", true).csv(output() + "/batch=*/_rejects").collectAsList();
  }

  @Test
  void aVersionThatCannotBeLoadedLeavesTheOneBefore() throws IOException {
    arrived(4);
    StreamSettings settings = once();
    StreamJob job =
        new StreamJob(
            SPARK,
            StreamProcess.models(folder.resolve("registry").toString()),
            batch -> {
              batches.add(batch);
              breakSecondVersion();
            });
    job.run(settings);

    assertThat(batches).extracting(Batch::version).containsExactly("1", "1");
  }

  private void breakSecondVersion() {
    try {
      Files.writeString(folder.resolve("registry/names/versions/2/model.zip"), "broken");
      registry().setAlias("names", ModelRegistry.CHAMPION, 2, "broken");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void aTableHasEachMicroBatchOnce() throws IOException {
    arrived(4);
    ScoreSettings usual = once().scoring();
    String rejects = folder.resolve("rejects").toString();
    ScoreSettings scoring =
        new ScoreSettings(
            1,
            usual.format(),
            usual.csv(),
            OutputMode.REFUSE_EXISTING,
            usual.source(),
            "",
            ScoreNames.USUAL,
            new ScoreTarget(Write.APPEND, "streamed", List.of(), rejects),
            usual.events(),
            usual.rule());
    StreamSettings settings =
        new StreamSettings(
            scoring,
            folder.resolve("in").toString(),
            "",
            checkpoint().toString(),
            Optional.empty());
    SPARK.sql("DROP TABLE IF EXISTS streamed");
    try {
      scoreOnce(settings);
      // As after a kill between the writing and Spark's note of it.
      Files.delete(checkpoint().resolve("commits/1"));
      Files.deleteIfExists(checkpoint().resolve("commits/.1.crc"));
      scoreOnce(settings);

      assertThat(batches).isEmpty();
      assertThat(SPARK.table("streamed").count()).isEqualTo(4L * (ROWS - 1));
      assertThat(SPARK.table("streamed").select("id").distinct().count())
          .isEqualTo(4L * (ROWS - 1));
      assertThat(SPARK.read().option("header", true).csv(rejects + "/*").count()).isEqualTo(4);
    } finally {
      SPARK.sql("DROP TABLE IF EXISTS streamed");
    }
  }

  @Test
  void whatDoesNotBelongTogetherIsRefused() throws IOException {
    arrived(2);
    scoreOnce(once());
    StreamSettings other =
        new StreamSettings(
            once().scoring(),
            once().input(),
            once().output(),
            folder.resolve("another").toString(),
            Optional.empty());
    assertThatThrownBy(() -> scoreOnce(other))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("is the output of another stream");
    StreamSettings file =
        new StreamSettings(
            once().scoring(),
            folder.resolve("in/00.csv").toString(),
            folder.resolve("of-a-file").toString(),
            folder.resolve("of-a-file-checkpoint").toString(),
            Optional.empty());
    assertThatThrownBy(() -> scoreOnce(file))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContainingAll("00.csv is a file", "name the folder with --input");
    ScoreSettings usual = once().scoring();
    ScoreSettings kafka =
        new ScoreSettings(
            1,
            usual.format(),
            usual.csv(),
            OutputMode.REFUSE_EXISTING,
            new TableSource("kafka", "", Map.of(), ""),
            "",
            ScoreNames.USUAL,
            ScoreTarget.NEW_FOLDER,
            usual.events(),
            usual.rule());
    assertThatThrownBy(
            () ->
                scoreOnce(
                    new StreamSettings(
                        kafka,
                        "",
                        folder.resolve("k").toString(),
                        folder.resolve("k-checkpoint").toString(),
                        Optional.empty())))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("--packages org.apache.spark:spark-sql-kafka-0-10_2.");
  }
}
