package org.spiketrain.data.table;

import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
import org.spiketrain.data.SplitSettings;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.data.names.NamesSettings;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.encode.LetterEncoder;

/** Names in tables become the frames that the same names in files become. */
class CorpusTableIT {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final SplitSettings SPLIT = SplitSettings.stratified(0.6, 0.2, 0.2);
  private static final Map<String, List<String>> NAMES =
      Map.of(
          "Norse", List.of("Ask", "Embla", "Óðinn", "Ask", "Sif", "Týr", "Ymir"),
          "Welsh", List.of("Rhys", "Sif", "Llŷr", "Brân", "Dd, ab", "Nia"));

  @TempDir Path folder;

  private Dataset<Row> table;

  @BeforeEach
  void writeNames() throws IOException {
    Path files = Files.createDirectories(folder.resolve("names"));
    List<Row> rows = new ArrayList<>();
    int id = 0;
    for (String label : List.of("Norse", "Welsh")) {
      Files.write(files.resolve(label + ".txt"), NAMES.get(label));
      for (String name : NAMES.get(label)) {
        rows.add(RowFactory.create(id++, name, label, id % 3 == 0 ? "Test" : "train", 2.5));
      }
    }
    StructType columns =
        StructType.fromDDL("nr INT, surname STRING, origin STRING, part STRING, x DOUBLE");
    table = SPARK.createDataFrame(rows, columns);
  }

  private NamesSettings settings(CorpusTable from, String path, SplitSettings split) {
    return new NamesSettings(path, from, LetterEncoder.Settings.tutorial(), split, 7);
  }

  private Manifest preprocess(NamesSettings settings, String name) {
    return settings.preprocess(
        SPARK, folder.resolve(name).toString(), OutputMode.REFUSE_EXISTING, List.of());
  }

  private List<String> frames(String name) {
    List<String> frames = new ArrayList<>();
    for (String split : List.of("train", "validation", "test")) {
      FrameParquet.read(SPARK, folder.resolve(name).toString(), split)
          .drop("source")
          .orderBy("id")
          .collectAsList()
          .forEach(row -> frames.add(split + row));
    }
    return frames;
  }

  private static CorpusTable columns(TableSource source, String split, String id) {
    return new CorpusTable(source, "surname", "origin", split, id);
  }

  private static CorpusTable columns(TableSource source) {
    return columns(source, "", "");
  }

  private String written(String format, Map<String, String> options) {
    Path path = folder.resolve("in." + format);
    table.coalesce(1).write().format(format).options(options).save(path.toString());
    return path.toString();
  }

  @Test
  void everySourceGivesTheFramesOfTheFolder() {
    for (SplitSettings split : List.of(SPLIT, SplitSettings.tutorial())) {
      String ending = split.protocol().label();
      preprocess(settings(CorpusTable.NONE, folder.resolve("names").toString(), split), ending);
      List<String> expected = frames(ending);
      assertThat(expected).hasSizeGreaterThan(10);
      Map<String, String> semicolons = Map.of("sep", ";", "header", "true");
      for (String format : List.of("parquet", "json", "csv", "orc")) {
        TableSource source =
            new TableSource(format, "", format.equals("csv") ? semicolons : Map.of(), "");
        String path =
            split.equals(SPLIT)
                ? written(format, source.options())
                : folder.resolve("in." + format).toString();
        preprocess(settings(columns(source), path, split), format + ending);
        assertThat(frames(format + ending)).as(format).isEqualTo(expected);
      }
    }
  }

  @Test
  void aTableThatIsShuffledIsPutInOrderByItsIds() {
    preprocess(
        settings(CorpusTable.NONE, folder.resolve("names").toString(), SplitSettings.tutorial()),
        "files");
    List<Manifest> made = new ArrayList<>();
    for (String order : List.of("nr DESC", "surname")) {
      table
          .orderBy(org.apache.spark.sql.functions.expr(order.replace(" DESC", "")).desc())
          .repartition(3)
          .createOrReplaceTempView("people");
      TableSource source = new TableSource("", "people", Map.of(), "");
      String name = "by " + order;
      made.add(
          preprocess(
              settings(columns(source, "", "nr"), "unused", SplitSettings.tutorial()), name));
      assertThat(frames(name)).isEqualTo(frames("files"));
    }
    assertThat(made.get(0).framesFingerprint()).isEqualTo(made.get(1).framesFingerprint());
    assertThat(made.get(0).inputPath()).isEqualTo("Table people");
  }

  /** Nothing but its split tells one of them from another. */
  @Test
  void equalRowsOfOtherSplitsAreInOneOrder() {
    TableSource source = new TableSource("", "people", Map.of(), "");
    for (String order : List.of("ascending", "descending")) {
      Dataset<Row> both =
          table
              .where("nr IN (1, 8)")
              .drop("part")
              .crossJoin(SPARK.sql("SELECT explode(array('train', 'test', 'dev')) part"));
      both.orderBy(order.equals("ascending") ? both.col("part") : both.col("part").desc())
          .coalesce(1)
          .createOrReplaceTempView("people");
      preprocess(settings(columns(source, "part", ""), "unused", SplitSettings.column()), order);
    }
    assertThat(frames("ascending")).isEqualTo(frames("descending")).hasSize(6);
  }

  @Test
  void aColumnMayHaveTheSplitsAndRowsWithoutLabelAreSetAside() {
    table
        .union(
            SPARK.sql(
                "SELECT 90, 'Eve', ' ', 'train', 0D UNION ALL SELECT 91, 'Bob', 'Welsh', 'other', 0D"))
        .createOrReplaceTempView("people");
    TableSource source = new TableSource("", "people", Map.of(), "nr <> 1");
    Manifest manifest =
        preprocess(
            settings(columns(source, "part", "nr"), "unused", SplitSettings.column()), "frames");
    assertThat(manifest.counts().get("Norse"))
        .isEqualTo(Map.of("train", 4L, "validation", 0L, "test", 2L));
    assertThat(manifest.rejects()).isEqualTo(Map.of("empty label", 1L, "unknown split", 1L));
    Dataset<Row> rejects =
        SPARK.read().option("header", true).csv(folder.resolve("frames/_rejects").toString());
    assertThat(rejects.collectAsList())
        .extracting(Row::toString)
        .containsExactly(
            "[Table people,13,Eve,empty label]", "[Table people,14,Bob,unknown split]");
    assertThat(
            FrameParquet.read(SPARK, folder.resolve("frames").toString(), "test")
                .select("source")
                .collectAsList())
        .extracting(row -> row.getString(0))
        .contains("Table people:2", "Table people:5");
  }

  private Manifest weighed(String weight, SplitSettings split, String where, String name) {
    TableSource source = new TableSource("", "people", Map.of(), where);
    String parts = split.equals(SPLIT) ? "" : "part";
    CorpusTable weighed = new CorpusTable(source, "surname", "origin", parts, "nr", weight);
    return preprocess(settings(weighed, "unused", split), name);
  }

  private Dataset<Row> read(String name, String split) {
    return FrameParquet.read(SPARK, folder.resolve(name).toString(), split);
  }

  @Test
  void weightsTravelInAColumnOfTheirOwnAndTheFingerprintNoticesThem() {
    table
        .withColumn("w", expr("nr / 4"))
        .withColumn("decimal", expr("CAST(x AS DECIMAL(9, 4))"))
        .createOrReplaceTempView("people");
    Manifest with = weighed("w", SplitSettings.column(), "", "with");
    Manifest without = weighed("", SplitSettings.column(), "", "without");
    Manifest others = weighed("x", SplitSettings.column(), "", "others");
    Manifest same = weighed("decimal", SplitSettings.column(), "", "same");

    assertThat(with.framesFingerprint())
        .isNotEqualTo(without.framesFingerprint())
        .isNotEqualTo(others.framesFingerprint());
    assertThat(same.framesFingerprint()).isEqualTo(others.framesFingerprint());
    assertThat(frames("with")).hasSameSizeAs(frames("without")).isNotEqualTo(frames("without"));
    assertThat(read("without", "train").columns())
        .containsExactly(FrameParquet.SCHEMA.fieldNames());
    List<String> weights = new ArrayList<>();
    for (String split : List.of("train", "test")) {
      FrameParquet.examples(read("with", split))
          .collect()
          .forEach(example -> weights.add(example.text() + " " + example.weight()));
    }
    assertThat(weights).contains("Embla 0.25", "Oinn 0.5", "Ask 0.0", "Nia 3.0").hasSize(13);
    assertThat(with.counts()).isEqualTo(without.counts());
    assertThat(with.trained()).isEqualTo(Map.of("Norse", 4L, "Welsh", 4L));
    assertThat(with.weightNotes())
        .containsExactly(
            "Examples have weights; 1 name of the train split with a weight of 0 not trained on.");
    assertThat(others.weightNotes()).containsExactly("Examples have weights.");
    assertThat(without.weightNotes()).isEmpty();
    assertThat(
            FrameParquet.readManifest(
                SPARK.sessionState().newHadoopConf(),
                new org.apache.hadoop.fs.Path(folder.resolve("with").toString())))
        .isEqualTo(with);
  }

  @Test
  void rowsWithoutAUsableWeightAreSetAside() throws IOException {
    table
        .withColumn("w", expr("element_at(array('1', '-1', NULL, 'NaN', 'two', '0'), nr % 6 + 1)"))
        .createOrReplaceTempView("people");

    Manifest manifest = weighed("w", SplitSettings.column(), "", "frames");

    assertThat(manifest.rejects())
        .isEqualTo(
            Map.of("no weight", 2L, "weight below 0", 2L, "weight that is no finite number", 4L));
    assertThat(manifest.total()).isEqualTo(5);
    assertThat(
            SPARK
                .read()
                .option("header", true)
                .csv(folder.resolve("frames/_rejects").toString())
                .collectAsList())
        .extracting(Row::toString)
        .contains("[Table people,2,Embla,weight below 0]");
    assertThat(Files.readString(folder.resolve("frames/_manifest.json")))
        .contains("\"weight\" : \"w\"", "\"trained\" : {");
  }

  @Test
  void ofANameThatComesTwiceTheHeaviestStays() {
    table
        .withColumn("w", expr("CASE WHEN nr = 3 THEN 7D ELSE 2D END"))
        .createOrReplaceTempView("people");

    weighed("w", SPLIT, "", "frames");

    List<Row> kept =
        read("frames", "train")
            .union(read("frames", "validation"))
            .union(read("frames", "test"))
            .where("text = 'Ask'")
            .select("source", "weight")
            .collectAsList();
    assertThat(kept).extracting(Row::toString).containsExactly("[Table people:3,7.0]");
  }

  @Test
  void columnsThatHoldNoWeightsAreRefusedByName() {
    table
        .withColumn("flag", expr("nr > 3"))
        .withColumn("welsh", expr("IF(origin = 'Welsh', 1, NULL)"))
        .withColumn("zero", expr("CASE WHEN part = 'train' THEN 0 ELSE 1 END"))
        .createOrReplaceTempView("people");

    assertThatThrownBy(() -> weighed("flag", SPLIT, "", "frames"))
        .isInstanceOf(UserErrorException.class)
        .hasMessage(
            "Table people has boolean in its column flag, which are no weights: name a column of numbers in data.source.weight");
    assertThatThrownBy(() -> weighed("none", SPLIT, "", "frames"))
        .hasMessageStartingWith("Table people cannot be read:")
        .hasMessageContaining("none");
    assertThatThrownBy(() -> weighed("zero", SplitSettings.column(), "", "frames"))
        .hasMessageStartingWith("All examples of the train split weigh 0");
    assertThatThrownBy(() -> weighed("surname", SPLIT, "", "frames"))
        .hasMessage(
            "Table people has no number of at least 0 in its column surname: name a column of weights in data.source.weight");
    assertThatThrownBy(() -> weighed("welsh", SPLIT, "", "frames"))
        .hasMessageStartingWith(
            "class Norse of Table people has no name with a usable letter and weight");
    assertThat(folder.resolve("frames")).doesNotExist();
    assertThat(weighed("zero", SplitSettings.column(), "part <> 'train'", "tests").trained())
        .isEmpty();
  }

  @Test
  void whatIsNotThereIsNamed() {
    table.createOrReplaceTempView("people");
    TableSource source = new TableSource("", "people", Map.of(), "");
    assertThatThrownBy(
            () ->
                preprocess(
                    settings(new CorpusTable(source, "name", "origin", "", ""), "", SPLIT),
                    "frames"))
        .isInstanceOf(UserErrorException.class)
        .hasMessageStartingWith("Table people cannot be read:")
        .hasMessageContaining("name");
    TableSource none = new TableSource("", "people", Map.of(), "nr > 100");
    assertThatThrownBy(() -> preprocess(settings(columns(none), "", SPLIT), "frames"))
        .hasMessage(
            "Table people has no label in its column origin: at least two classes are needed");
    assertThat(folder.resolve("frames")).doesNotExist();
  }
}
