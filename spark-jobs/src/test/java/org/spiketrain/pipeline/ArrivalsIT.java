package org.spiketrain.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.LocalSpark;
import org.spiketrain.config.ExperimentConfig;
import org.spiketrain.data.CorpusSettings;
import org.spiketrain.nightly.Arrivals;
import org.spiketrain.nightly.Increment;
import org.spiketrain.nightly.PartFacts;

/** What is new in folders and tables. */
class ArrivalsIT {
  private static final LocalDate DAY = LocalDate.parse("2026-11-30");

  @TempDir private Path folder;
  private SparkSession spark;

  @BeforeEach
  void open() {
    spark = LocalSpark.session();
    spark
        .sql(
            """
            SELECT * FROM VALUES
              (1, 'Torson', 'North', TIMESTAMP '2026-11-28 10:00:00', "it's"),
              (2, 'Gallini', 'South', TIMESTAMP '2026-11-30 23:59:59.123456', 'its'),
              (3, 'Penko', 'East', TIMESTAMP '2026-12-01 00:00:00', 'itsy'),
              (CAST(NULL AS INT), 'Nemo', 'East', CAST(NULL AS TIMESTAMP), CAST(NULL AS STRING))
            AS people(number, text, label, came, code)
            """)
        .createOrReplaceTempView("people_that_come");
  }

  private List<Increment> found(String column, boolean dated, String watermark) {
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put("data.source.table", "people_that_come");
    keys.put("data.source.where", "label <> 'West' AND text <> 'Nemo'");
    keys.put("split.protocol", "hash");
    keys.put("nightly.arrival", "table");
    keys.put("nightly.watermark", column);
    ExperimentConfig config = ExperimentConfig.defaults(keys);
    return new Arrivals(spark, config.data(), config.nightly(), DAY, dated).all(watermark);
  }

  private long rows(Increment one) {
    return spark.table("people_that_come").where(one.keys().get("data.source.where")).count();
  }

  @Test
  void rowsBeyondTheLastNumberAreNew() {
    Increment all = found("number", false, "").get(0);
    assertThat(all.id()).isEqualTo("to-3");
    assertThat(rows(all)).isEqualTo(3);

    Increment fresh = found("number", false, "1").get(0);
    assertThat(rows(fresh)).isEqualTo(2);
    assertThat(fresh.keys().get("data.source.where")).contains("label <> 'West'");

    assertThat(found("number", false, all.watermark())).isEmpty();
    assertThatThrownBy(() -> found("number", true, "")).hasMessageContaining("--as-of");
  }

  @Test
  void timesUpToADayAreTakenToTheMicrosecond() {
    Increment day = found("came", true, "").get(0);
    assertThat(rows(day)).isEqualTo(2);

    assertThat(found("came", true, day.watermark())).isEmpty();
    assertThat(rows(found("came", false, day.watermark()).get(0))).isEqualTo(1);
  }

  @Test
  void textsMayHaveQuotes() {
    Increment all = found("code", false, "").get(0);
    assertThat(rows(all)).isEqualTo(3);
    assertThat(rows(found("code", false, "'it\\'s'").get(0))).isEqualTo(2);
  }

  @Test
  void rowsThatNobodyKnowsTheTimeOfAreRefused() {
    ExperimentConfig config =
        ExperimentConfig.defaults(
            Map.of(
                "data.source.table", "people_that_come",
                "split.protocol", "hash",
                "nightly.watermark", "came",
                "nightly.arrival", "table"));
    Arrivals arrivals = new Arrivals(spark, config.data(), config.nightly(), DAY, false);

    assertThatThrownBy(() -> arrivals.all("")).hasMessageContaining("came IS NOT NULL");
  }

  @Test
  void aColumnThatIsNotThereIsNamedWithThoseThatAre() {
    assertThatThrownBy(() -> found("arrived", false, ""))
        .isInstanceOf(Arrivals.NoColumnException.class)
        .hasMessageContaining("no column arrived")
        .hasMessageContaining("came");
  }

  private List<Increment> folders(boolean dated) {
    ExperimentConfig config = ExperimentConfig.defaults(Map.of("data.path", folder.toString()));
    return new Arrivals(spark, config.data(), config.nightly(), DAY, dated).all("");
  }

  @Test
  void foldersAreInTheOrderOfTheirDaysAndUnfinishedOnesAreLeft() throws IOException {
    for (String name :
        List.of("2026-11-30", "day=2026-11-29", "2026-12-01", "_2026-11-28", ".hidden")) {
      Files.writeString(
          Files.createDirectory(folder.resolve(name)).resolve("North.txt"), "Torson\n");
    }
    Files.writeString(folder.resolve("README"), "Here come names.");

    assertThat(folders(true))
        .extracting(Increment::id)
        .containsExactly("day=2026-11-29", "2026-11-30");
    String before = folders(true).get(1).content();
    Files.writeString(folder.resolve("2026-11-30/South.txt"), "Gallini\n");
    assertThat(folders(true).get(1).content()).isNotEqualTo(before);

    Files.createDirectory(folder.resolve("2026-11-27"));
    assertThatThrownBy(() -> folders(true)).hasMessageContaining("2026-11-27 is empty");
  }

  @Test
  void aFolderWithoutADateIsRefusedWhereDatesDecide() throws IOException {
    Files.writeString(
        Files.createDirectory(folder.resolve("first")).resolve("North.txt"), "Torson\n");

    assertThat(folders(false)).hasSize(1);
    assertThatThrownBy(() -> folders(true)).hasMessageContaining("first has no date");
  }

  @Test
  void namesThatAreTakenForPatternsAreRefusedWhereTheyWouldBe() throws IOException {
    for (String name : List.of("2026-11-29 (1)", "2026-11-30[1]*")) {
      Files.writeString(
          Files.createDirectory(folder.resolve(name)).resolve("North.txt"), "Torson\n");
    }
    assertThat(folders(true)).extracting(Increment::id).contains("2026-11-30[1]*");
    assertThatThrownBy(() -> csv("partitions"))
        .hasMessageContaining("2026-11-30[1]* has one of { } , [ ] * ? \\ in its name");
    Files.createDirectory(folder.resolve("2026-11-28,"));
    Files.writeString(folder.resolve("2026-11-28,/North.txt"), "Torson\n");
    assertThatThrownBy(() -> folders(true)).hasMessageContaining("one of { } , in its name");
  }

  private ExperimentConfig csvConfig(String arrival) {
    return ExperimentConfig.defaults(
        Map.of(
            "data.path", folder.toString(),
            "data.source.format", "csv",
            "data.source.options", "header=true",
            "split.protocol", "hash",
            "nightly.arrival", arrival));
  }

  private List<Increment> csv(String arrival) {
    ExperimentConfig config = csvConfig(arrival);
    return new Arrivals(spark, config.data(), config.nightly(), DAY, false).all("");
  }

  @Test
  void foldersInTheWayOfHiveAddNoColumnWhetherTheyAreReadAloneOrTogether() throws IOException {
    for (String day : List.of("day=2026-11-29", "day=2026-11-30")) {
      Files.writeString(
          Files.createDirectory(folder.resolve(day)).resolve("people.csv"),
          "text,label\nTorson,North\n");
    }
    List<Increment> found = csv("partitions");
    assertThat(found).extracting(Increment::date).containsExactly("2026-11-29", "2026-11-30");

    for (List<Increment> read : List.of(found, found.subList(0, 1))) {
      Map<String, String> keys = PartFacts.base(read, "night").keys();
      CorpusSettings data = csvConfig("partitions").with(keys).data();
      Dataset<Row> rows = data.table().source().read(spark, data.path());
      assertThat(rows.columns()).containsExactly("text", "label");
      assertThat(rows.count()).isEqualTo(read.size());
    }
  }
}
