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
import java.util.ServiceConfigurationError;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
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
      // How rows are dealt to splits does not ask where they come from.
      List<String> formats =
          split.equals(SPLIT) ? List.of("parquet", "json", "csv", "orc") : List.of("csv");
      for (String format : formats) {
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
            "[Table people,90,Eve,empty label]", "[Table people,91,Bob,unknown split]");
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
        .contains("[Table people,1,Embla,weight below 0]");
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
        .hasMessageStartingWith("Table people has no column \"none\", only ")
        .hasMessageContaining("data.source.weight");
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
        .hasMessage(
            "Table people has no column \"name\", only nr, surname, origin, part, x: name the column with data.source.text");
    assertThatThrownBy(
            () ->
                preprocess(
                    settings(
                        columns(new TableSource("", "no_such_table", Map.of(), "")), "", SPLIT),
                    "frames"))
        .isInstanceOf(UserErrorException.class)
        .hasMessageStartingWith(
            "There is no table no_such_table in this session's catalogue, which is in-memory");
    TableSource none = new TableSource("", "people", Map.of(), "nr > 100");
    assertThatThrownBy(() -> preprocess(settings(columns(none), "", SPLIT), "frames"))
        .hasMessage(
            "Table people has no label in its column origin: at least two classes are needed");
    assertThat(folder.resolve("frames")).doesNotExist();
  }

  private List<LabelledRow> rows(TableSource source, String path, CorpusTable table) {
    CorpusTable of =
        new CorpusTable(source, table.text(), table.label(), table.split(), table.id());
    try (LabelledRows rows = of.read(SPARK, path)) {
      return rows.rows().collect();
    }
  }

  private List<LabelledRow> rows(Dataset<Row> rows, String text, String label, String id) {
    rows.createOrReplaceTempView("people");
    TableSource source = new TableSource("", "people", Map.of(), "");
    return rows(source, "", new CorpusTable(source, text, label, "", id));
  }

  @Test
  void columnsMayBeFieldsOrHaveDotsAndAnyCase() {
    Dataset<Row> people =
        SPARK.sql(
            "SELECT i AS `the.id`, if(i = 2, NULL, named_struct('Name', named_struct('last', s))) AS person,"
                + " map('en', l) AS labels, named_struct('id', 9) AS the"
                + " FROM VALUES (1, 'Ask', 'Norse'), (2, 'Sif', 'Norse'), (3, 'Nia', 'Welsh') AS t(i, s, l)");
    assertThat(rows(people, "person.name.last", "labels.en", "the.id"))
        .extracting(row -> row.id() + row.text() + row.label())
        .containsExactly("1AskNorse", "2Norse", "3NiaWelsh");
    for (String nested : List.of("person", "labels", "person.Name")) {
      assertThatThrownBy(() -> rows(people, nested, "labels.en", ""))
          .isInstanceOf(UserErrorException.class)
          .hasMessageContaining("Column \"%s\" of Table people is of type".formatted(nested))
          .hasMessageContaining("with data.source.text");
    }
    assertThatThrownBy(() -> rows(people, "the.id", "person", ""))
        .hasMessageContaining("with data.source.label, such as person.Name");
    assertThatThrownBy(() -> rows(people, "the.id", "labels.en", "labels"))
        .hasMessageContaining("with data.source.id");
  }

  @Test
  void otherTypesAreTextsAndBytesThatAreNotUtf8AreSetAside() {
    Dataset<Row> people =
        SPARK.sql(
            "SELECT id, CAST(CASE id WHEN 0 THEN X'41ff42' WHEN 1 THEN X'C3A9' WHEN 2 THEN X'EFBFBD' END AS BINARY)"
                + " AS bytes, CAST(id AS DECIMAL(5,1)) AS grade, DATE'2024-01-31' AS day FROM range(4)");
    assertThat(rows(people, "bytes", "grade", "id"))
        .extracting(row -> row.text() + "," + row.label() + "," + row.fault())
        .containsExactly("A\uFFFDB,0.0,invalid UTF-8", "é,1.0,", "\uFFFD,2.0,", ",3.0,");
    assertThat(rows(people, "day", "bytes", "id").get(0).fault()).isEqualTo("invalid UTF-8");
    assertThat(rows(people, "day", "id", "id").get(3).text()).isEqualTo("2024-01-31");

    TableSource source = new TableSource("", "people", Map.of(), "");
    SPARK
        .sql(
            "SELECT X'41ff42' AS surname, 'A' AS origin UNION ALL SELECT CAST(s AS BINARY), l FROM"
                + " VALUES ('Ask', 'A'), ('Sif', 'A'), ('Nia', 'B'), ('Rhys', 'B') AS t(s, l)")
        .createOrReplaceTempView("people");
    assertThat(
            preprocess(settings(columns(source), "", SplitSettings.tutorial()), "frames").rejects())
        .isEqualTo(Map.of("invalid UTF-8", 1L));
  }

  /** As pandas writes them: times of nanoseconds, times of day, days that no calendar had. */
  @Test
  void columnsThatSparkCannotReadDoNotMatter() throws IOException {
    MessageType schema =
        MessageTypeParser.parseMessageType(
            "message m { required int64 at (TIMESTAMP(NANOS,true)); required int64 noon (TIME(MICROS,true));"
                + " required binary surname (STRING); required int32 day (DATE); required binary Origin (STRING);"
                + " required binary x (STRING); required binary X (STRING); }");
    Path file = folder.resolve("in.parquet");
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toUri()))
            .withConf(new Configuration())
            .withType(schema)
            .build()) {
      SimpleGroup group = new SimpleGroup(schema);
      group.add("at", 1L);
      group.add("noon", 1L);
      group.add("surname", "Ask");
      group.add("day", -719_162);
      group.add("Origin", "Norse");
      group.add("x", "a");
      group.add("X", "b");
      writer.write(group);
    }
    TableSource source = new TableSource("parquet", "", Map.of(), "day = DATE'0001-01-01'");
    assertThat(
            rows(source, file.toString(), new CorpusTable(source, "surname", "origin", "", "day")))
        .containsExactly(new LabelledRow(1, "Ask", "Norse", "", "0001-01-01", RowWeight.NONE, ""));
    assertThatThrownBy(
            () -> rows(source, file.toString(), new CorpusTable(source, "noon", "origin", "", "")))
        .hasMessageContaining("has no column \"noon\", only at, surname, day, Origin");
  }

  @Test
  void aPackageForAnotherSparkIsToldSo() {
    for (Error error : List.of(new NoSuchMethodError("f"), new ServiceConfigurationError("f"))) {
      assertThatThrownBy(
              () ->
                  TableSource.opened(
                      "Table people",
                      () -> {
                        throw error;
                      }))
          .isInstanceOf(UserErrorException.class)
          .hasMessageContaining("Table people cannot be read: a package of --packages or --jars")
          .hasMessageContaining(error.toString());
    }
  }

  @Test
  void optionsReachTablesToo() {
    SPARK.sql("DROP TABLE IF EXISTS people_csv");
    SPARK.sql("CREATE TABLE people_csv (surname STRING, origin STRING) USING csv");
    SPARK.sql("INSERT INTO people_csv VALUES ('Ask', 'Norse'), ('?', 'Welsh')");
    TableSource source = new TableSource("", "people_csv", Map.of("nullValue", "?"), "");
    assertThat(rows(source, "", columns(source)))
        .extracting(LabelledRow::text)
        .containsExactlyInAnyOrder("Ask", "");
    SPARK.sql("DROP TABLE people_csv");
  }
}
