package org.spiketrain.score;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.struct;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.LocalSpark;
import org.spiketrain.RecordingFiles;
import org.spiketrain.data.events.EventColumns;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.data.io.SpikeHdf5Writer;
import org.spiketrain.data.table.TableSource;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.zoo.AnswerRule;
import org.spiketrain.score.CsvDialect.CsvHeader;
import org.spiketrain.score.ScoreJob.ScoreSummary;
import org.spiketrain.score.ScoreSettings.OutputFormat;
import org.spiketrain.score.ScoreSettings.ScoreTarget;

/** Recordings in tables are scored as the same recordings in files are. */
class RecordingTablesIT {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final int BAD = 3;

  @TempDir Path folder;

  private Dataset<Row> table;

  @BeforeEach
  void writeRecordings() throws IOException {
    Random random = new Random(5);
    List<Row> rows = new ArrayList<>();
    try (SpikeHdf5Writer writer = RecordingFiles.writer(folder.resolve("files/words.h5"))) {
      for (int k = 0; k < 20; k++) {
        float[] times = RecordingFiles.seconds(random, 40);
        int[] units = RecordingFiles.units(random, k == BAD ? 39 : 40, k % 3);
        writer.add(times, units, 0, 1);
        rows.add(RowFactory.create(k, "word " + k, new double[] {k, 0.5}, times, units));
      }
      writer.finish(RecordingFiles.CLASSES);
    }
    table =
        SPARK.createDataFrame(
            rows,
            StructType.fromDDL(
                "id INT, note STRING, place ARRAY<DOUBLE>, times ARRAY<FLOAT>, units ARRAY<INT>"));
  }

  private ScoreSummary score(
      String input, TableSource source, EventColumns events, String output, ScoreTarget target) {
    ScoreSettings settings =
        new ScoreSettings(
            1,
            OutputFormat.PARQUET,
            new CsvDialect(CsvHeader.DETECT, ','),
            OutputMode.REFUSE_EXISTING,
            source,
            "",
            ScoreNames.USUAL,
            target,
            events,
            AnswerRule.PLAIN);
    return RecordingScoresIT.JOB.run(
        input.isEmpty() ? "" : folder.resolve(input).toString(),
        output.isEmpty() ? "" : folder.resolve(output).toString(),
        settings);
  }

  private static EventColumns columns(String times, String units) {
    return new EventColumns("scoring.source.", times, units);
  }

  private ScoreSummary score(String input, TableSource source, String output) {
    return score(input, source, columns("times", "units"), output, ScoreTarget.NEW_FOLDER);
  }

  private static Dataset<Row> rejects(ScoreSummary summary) {
    return SPARK
        .read()
        .option("header", true)
        .option("escape", "\"")
        // Else the column of that name, which JSON gave, would be taken for Spark's own.
        .option("columnNameOfCorruptRecord", "none")
        .csv(summary.rejects());
  }

  /** The answers in the order of the input, with which row it is. */
  private List<String> answers(String output, String order) {
    return SPARK
        .read()
        .parquet(folder.resolve(output).toString())
        .orderBy(order)
        .select("label_1", "probability_1")
        .collectAsList()
        .stream()
        .map(Row::toString)
        .toList();
  }

  @Test
  void filesAndTablesGiveTheAnswersOfTheRecordings() {
    score("files", TableSource.NONE, "of files");
    List<String> expected = answers("of files", "recording");
    assertThat(expected).hasSize(19);
    for (String format : List.of("parquet", "json", "orc")) {
      table.coalesce(1).write().format(format).save(folder.resolve("in." + format).toString());
      ScoreSummary summary = score("in." + format, TableSource.NONE, format);
      assertThat(summary.scored()).isEqualTo(19);
      assertThat(answers(format, "row")).as(format).isEqualTo(expected);
      Dataset<Row> scores = SPARK.read().parquet(folder.resolve(format).toString());
      assertThat(scores.columns())
          .containsExactlyInAnyOrder(
              "file", "row", "id", "note", "place", "label_1", "probability_1");
      assertThat(scores.where("row <> id + 1 OR place[0] <> id").isEmpty()).isTrue();
      Dataset<Row> rejects = rejects(summary);
      assertThat(rejects.drop("file").select("row", "note", "place", "reason").collectAsList())
          .extracting(Row::toString)
          .containsExactly("[4,word 3,[3.0,0.5],times and units differ in number]");
      assertThat(rejects.columns()).doesNotContain("times", "units");
    }
  }

  @Test
  void aViewIsScoredWhateverItsPartitionsAndNestedColumns() {
    score("files", TableSource.NONE, "of files");
    table
        .repartition(5)
        .select(
            col("id"),
            struct(
                    col("times").cast("array<double>").as("at"),
                    col("units").cast("array<smallint>").as("channel"))
                .as("spikes"))
        .createOrReplaceTempView("recordings");
    EventColumns nested = columns("spikes.at", "spikes.channel");
    TableSource view = new TableSource("", "recordings", Map.of(), "");
    ScoreSummary summary = score("", view, nested, "scores", ScoreTarget.NEW_FOLDER);
    assertThat(summary.rejected()).isEqualTo(1);
    assertThat(answers("scores", "id")).isEqualTo(answers("of files", "recording"));
    assertThat(SPARK.read().parquet(folder.resolve("scores").toString()).columns())
        .containsExactly("id", "label_1", "probability_1");

    // A table needs no folder for what is unpacked.
    TableSource good = new TableSource("", "recordings", Map.of(), "id <> 3");
    ScoreTarget target =
        new ScoreTarget(ScoreSettings.Write.WHOLE, "scored_recordings", List.of(), "");
    try {
      assertThat(score("", good, nested, "", target).scored()).isEqualTo(19);
      assertThat(SPARK.table("scored_recordings").count()).isEqualTo(19);
    } finally {
      SPARK.sql("DROP TABLE IF EXISTS scored_recordings");
    }
  }

  @Test
  void aColumnThatDiffersInCaseAloneComesThrough() {
    SPARK.conf().set("spark.sql.caseSensitive", true);
    try {
      table
          .select(col("id").as("Times"), col("times"), col("units"))
          .write()
          .parquet(folder.resolve("in.parquet").toString());
      score("in.parquet", TableSource.NONE, "scores");
    } finally {
      SPARK.conf().unset("spark.sql.caseSensitive");
    }
    assertThat(SPARK.read().parquet(folder.resolve("scores").toString()).columns())
        .contains("Times")
        .doesNotContain("times");
  }

  @Test
  void linesThatAreNoRecordsAreSetAside() throws IOException {
    Path file = folder.resolve("in.jsonl");
    Files.writeString(
        file,
        """
        {"id": 1, "times": [0.1, 0.25], "units": [1, 59]}
        {"id": 2, "times": [0.1
        {"id": 3, "units": [1]}
        {"id": 4, "times": [0.1, null], "units": [1, 2]}
        {"id": 5, "times": [0.1], "units": [60]}
        """);
    ScoreSummary summary = score("in.jsonl", TableSource.NONE, "scores");
    assertThat(summary.scored()).isEqualTo(1);
    assertThat(rejects(summary).select("row", "id", "reason").collectAsList())
        .extracting(Row::toString)
        .containsExactly(
            "[2,null,no JSON record]",
            "[3,3,no times or no units]",
            "[4,4,null among times or units]",
            "[5,5,unit out of range]");
  }

  @Test
  void recordingsOfWhichHardlyAnEventIsInATimeStepAreSetAside() {
    table
        .withColumn("times", expr("transform(times, t -> CAST(t * 1000 AS FLOAT))"))
        .createOrReplaceTempView("milliseconds");
    TableSource view = new TableSource("", "milliseconds", Map.of(), "");
    assertThatThrownBy(() -> score("", view, "scores"))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("nearly all events in no time step");
  }

  private void assertRefused(Dataset<Row> rows, String... parts) {
    rows.createOrReplaceTempView("recordings");
    assertThatThrownBy(() -> score("", new TableSource("", "recordings", Map.of(), ""), "scores"))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContainingAll(parts);
    assertThat(folder.resolve("scores")).doesNotExist();
  }

  @Test
  void whatHoldsNoRecordingsIsRefusedByName() {
    assertRefused(
        table.drop("times"),
        "Table recordings has no column \"times\", only id, note, place, units",
        "scoring.source.times");
    assertRefused(
        table.withColumn("units", expr("concat_ws(' ', units)")),
        "Column \"units\" of Table recordings holds string",
        "scoring.source.units");
    assertRefused(
        table.withColumn("times", col("units")),
        "Column \"times\" of Table recordings holds array<int>",
        "whole numbers are no seconds");
    assertRefused(
        table.where("id = 3"),
        "No recording of Table recordings can be scored: {times and units differ in number=1}",
        "recordings of 60 channels");
    assertRefused(table.where("id > 99"), "Table recordings is empty");
  }
}
