package org.spiketrain.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.ForkedJvm;
import org.spiketrain.LocalSpark;
import org.spiketrain.LongTest;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.score.ScoreJob.ScoreSummary;
import org.spiketrain.score.ScoreJob.Start;
import org.spiketrain.score.ScoreSettings.OutputFormat;

class ResumedScoresIT {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final int FILES = 20;
  private static final int ROWS = 400;

  /** An input of less than a megabyte is scored in one go. */
  private static final String REST = "," + "x".repeat(150);

  @TempDir Path folder;

  /** Lists of names, each with a row that cannot be scored. */
  private Path input() throws IOException {
    Path input = Files.createDirectories(folder.resolve("in"));
    for (int k = 0; k < FILES; k++) {
      int file = k;
      String names =
          IntStream.range(0, ROWS)
              .mapToObj(i -> i == 17 ? "17" : "Name" + Integer.toString(i * FILES + file, 26))
              .map(name -> name.replaceAll("\\d", name.equals("17") ? "$0" : "q"))
              .map(name -> name + REST)
              .collect(Collectors.joining("\n"));
      Files.writeString(input.resolve("%02d.csv".formatted(k)), "name,rest\n" + names + "\n");
    }
    return input;
  }

  private Path output() {
    return folder.resolve("scores");
  }

  private Path unfinished() {
    return folder.resolve(".scores.unfinished");
  }

  private ScoreSummary score(Path input, Path output, Start start) {
    return score(FakeModel.model(), input, output, ScoringProcess.settings(), start);
  }

  private static ScoreSummary score(
      ScoringModel model, Path input, Path output, ScoreSettings settings, Start start) {
    return new ScoreJob(SPARK, model, "digest", 0)
        .run(input.toString(), output.toString(), settings, start, ScoreListener.NONE);
  }

  private static long waves(Path unfinished) {
    return Standing.count(unfinished.resolve("done"), ScoringProcess.WAVE);
  }

  private static List<String> rows(Path output) {
    return SPARK.read().parquet(output.toString()).collectAsList().stream()
        .map(Row::toString)
        .sorted()
        .toList();
  }

  private static JsonNode marker(Path output) throws IOException {
    return new ObjectMapper().readTree(output.resolve("_scores.json").toFile());
  }

  @LongTest
  @Test
  void whatIsKilledTwiceHasEveryRowOnce() throws Exception {
    Path input = input();
    for (int waves = 1; waves <= 2; waves++) {
      Path log = folder.resolve("process-" + waves + ".log");
      Process process =
          ForkedJvm.start(
              ScoringProcess.class,
              log,
              "1g",
              input.toString(),
              output().toString(),
              Integer.toString(waves));
      try {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
        while (waves(unfinished()) < waves && process.isAlive() && System.nanoTime() < end) {
          Thread.sleep(50);
        }
      } finally {
        process.destroyForcibly().waitFor();
      }
      assertThat(waves(unfinished())).as(Files.readString(log)).isEqualTo(waves);
    }
    assertThat(output()).doesNotExist();
    // As a job leaves it that is killed while it commits.
    Path scores = unfinished().resolve("scores");
    try (Stream<Path> parts = Files.list(scores)) {
      Path part = parts.filter(p -> p.toString().contains("part-00001-")).findFirst().orElseThrow();
      Files.copy(
          part, scores.resolve(part.getFileName().toString().replace("part-00001", "part-00012")));
    }
    assertThatThrownBy(() -> score(input, output(), Start.ANEW))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("20 % of it done")
        .hasMessageContaining("--resume");

    ScoreSummary summary = score(input, output(), Start.RESUME);

    Path whole = folder.resolve("whole");
    ScoreSummary expected = score(input, whole, Start.ANEW);
    assertThat(summary.scored()).isEqualTo(expected.scored()).isEqualTo(FILES * (ROWS - 1L));
    assertThat(summary.rejected()).isEqualTo(expected.rejected()).isEqualTo(FILES);
    assertThat(rows(output())).isEqualTo(rows(whole));
    assertThat(marker(output()).get("checksum")).isEqualTo(marker(whole).get("checksum"));
    assertThat(
            SPARK
                .read()
                .option("header", true)
                .csv(output().resolve("_rejects").toString())
                .count())
        .isEqualTo(FILES);
    assertThat(unfinished()).doesNotExist();
    // What is complete is no reason to begin again.
    assertThat(score(input, output(), Start.RESUME).scored()).isEqualTo(summary.scored());
  }

  private static synchronized void copyOnce(String from, String to) {
    try {
      if (!Files.exists(Path.of(to))) {
        Files.copy(Path.of(from), Path.of(to));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As a kill leaves it on an object store, where a folder is moved file by file. */
  @Test
  void scoresThatWereBeingMovedAreMovedOn() throws IOException {
    Path input = input();
    Path whole = folder.resolve("whole");
    ScoreSummary expected = score(input, whole, Start.ANEW);
    Path done = unfinished().resolve("done");
    String plan = unfinished().resolve("plan.json").toString();
    String kept = folder.resolve("kept.json").toString();
    ScoringModel good = FakeModel.model();
    ScoringModel watched =
        new ScoringModel(
            batch -> {
              copyOnce(plan, kept);
              return good.classifier().probabilities(batch);
            },
            good.classes(),
            good.terms(),
            good.encoder());
    score(watched, input, output(), ScoringProcess.settings(), Start.ANEW);
    Files.createDirectories(done);
    Files.copy(Path.of(kept), Path.of(plan));
    Files.writeString(unfinished().resolve("moving.json"), "{}");
    Path scores = Files.createDirectories(unfinished().resolve("scores"));
    int parts = 0;
    try (Stream<Path> files = Files.list(output())) {
      for (Path file : files.sorted().toList()) {
        // The marker goes last; one file was copied, and not yet deleted.
        boolean stays = file.getFileName().toString().startsWith("part-") && parts++ % 2 == 0;
        if (parts == 1) {
          FileUtils.copyToDirectory(file.toFile(), scores.toFile());
        } else if (!stays) {
          Files.move(file, scores.resolve(file.getFileName()));
        }
      }
    }
    assertThat(parts).isGreaterThan(2);
    assertThat(output().resolve("_scores.json")).doesNotExist();
    assertThatThrownBy(() -> score(input, output(), Start.ANEW))
        .isInstanceOf(UserErrorException.class);

    ScoreSummary summary = score(input, output(), Start.RESUME);

    assertThat(summary.scored()).isEqualTo(expected.scored());
    assertThat(rows(output())).isEqualTo(rows(whole));
    assertThat(marker(output()).get("checksum")).isEqualTo(marker(whole).get("checksum"));
    assertThat(unfinished()).doesNotExist();
  }

  @LongTest
  @Test
  void anotherScoringIsNotGoneOnWith() throws IOException {
    Path input = input();
    ScoringModel good = FakeModel.model();
    Path done = unfinished().resolve("done");
    String folderOfWaves = done.toString();
    ScoringModel failing =
        new ScoringModel(
            batch -> {
              if (Files.exists(Path.of(folderOfWaves, "0000000-0000001.json"))) {
                throw new IllegalStateException("no more");
              }
              return good.classifier().probabilities(batch);
            },
            good.classes(),
            good.terms(),
            good.encoder());
    assertThatThrownBy(() -> score(failing, input, output(), ScoringProcess.settings(), Start.ANEW))
        .hasStackTraceContaining("no more");
    assertThat(waves(unfinished())).isEqualTo(1);

    ScoreSettings usual = ScoringProcess.settings();
    ScoreSettings other =
        new ScoreSettings(1, OutputFormat.PARQUET, usual.csv(), OutputMode.REFUSE_EXISTING);
    assertThatThrownBy(() -> score(good, input, output(), other, Start.RESUME))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("--top-k was 2 and is 1");
    FileTime modified = Files.getLastModifiedTime(input.resolve("03.csv"));
    Files.setLastModifiedTime(input.resolve("03.csv"), FileTime.fromMillis(1));
    assertThatThrownBy(() -> score(input, output(), Start.RESUME))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("03.csv was changed");
    Files.setLastModifiedTime(input.resolve("03.csv"), modified);
    assertThatThrownBy(
            () ->
                new ScoreJob(SPARK, good, "another", 0)
                    .run(
                        input.toString(),
                        output().toString(),
                        usual,
                        Start.RESUME,
                        ScoreListener.NONE))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("the model is another one");

    ScoreSettings anew =
        new ScoreSettings(1, OutputFormat.PARQUET, usual.csv(), OutputMode.OVERWRITE);
    assertThat(score(good, input, output(), anew, Start.ANEW).scored())
        .isEqualTo(FILES * (ROWS - 1L));
    assertThat(unfinished()).doesNotExist();
  }

  @LongTest
  @Test
  void answersThatAreOthersOneByOneAreNoticed() throws IOException {
    Path input = input();
    ScoringModel good = FakeModel.model();
    ScoringModel wrong =
        new ScoringModel(
            batch -> {
              float[][] answers = good.classifier().probabilities(batch);
              if (batch.size() > 1) {
                for (float[] answer : answers) {
                  answer[0] += 0.01f;
                }
              }
              return answers;
            },
            good.classes(),
            good.terms(),
            good.encoder());

    assertThatThrownBy(() -> score(wrong, input, output(), ScoringProcess.settings(), Start.ANEW))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("but by itself");
    assertThat(output()).doesNotExist();
  }
}
