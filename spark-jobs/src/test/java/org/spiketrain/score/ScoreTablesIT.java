package org.spiketrain.score;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spiketrain.LocalSpark;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.data.table.TableSource;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.pipeline.Messages;
import org.spiketrain.score.CsvDialect.CsvHeader;
import org.spiketrain.score.ScoreJob.ScoreSummary;
import org.spiketrain.score.ScoreSettings.OutputFormat;
import org.spiketrain.score.ScoreSettings.ScoreTarget;
import org.spiketrain.score.ScoreSettings.Write;

/** Tables in and out: all columns come through, whatever the format. */
class ScoreTablesIT {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final Set<Long> ASKED = ConcurrentHashMap.newKeySet();
  private static final CsvDialect CSV = new CsvDialect(CsvHeader.DETECT, ',');

  @TempDir Path folder;

  private final ScoreJob job = new ScoreJob(SPARK, FakeModel.model());

  private static ScoreSettings settings(
      OutputFormat format, TableSource source, ScoreNames names, ScoreTarget target) {
    return new ScoreSettings(1, format, CSV, OutputMode.REFUSE_EXISTING, source, "", names, target);
  }

  private ScoreSummary score(Path input, ScoreSettings settings) {
    return job.run(input.toString(), output().toString(), settings);
  }

  private ScoreSummary score(Path input, TableSource source) {
    return score(
        input, settings(OutputFormat.PARQUET, source, ScoreNames.USUAL, ScoreTarget.NEW_FOLDER));
  }

  private ScoreSummary scoreColumn(Path input, String column) {
    return score(
        input,
        new ScoreSettings(
            1,
            OutputFormat.PARQUET,
            CSV,
            OutputMode.REFUSE_EXISTING,
            TableSource.NONE,
            column,
            ScoreNames.USUAL,
            ScoreTarget.NEW_FOLDER));
  }

  private Path output() {
    return folder.resolve("scores");
  }

  private Dataset<Row> scores() {
    return SPARK.read().parquet(output().toString()).orderBy("file", "row");
  }

  private Path file(String name, String content) throws IOException {
    Path path = folder.resolve(name);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, content);
  }

  private static Dataset<Row> people() {
    return SPARK.sql(
        "SELECT * FROM VALUES (1L, 'Al', 'north', array(1, 2)), (2L, NULL, 'south', NULL),"
            + " (3L, 'Bo', 'south', array(3)) AS t(id, name, region, marks)");
  }

  private Path people(String format) {
    Path path = folder.resolve("people." + format);
    people().coalesce(1).write().format(format).save(path.toString());
    return path;
  }

  @ParameterizedTest
  @ValueSource(strings = {"parquet", "orc", "json"})
  void columnsThatFoldersNameComeThroughToo(String format) {
    Path input = folder.resolve("by region=");
    people().drop("marks").write().format(format).partitionBy("region").save(input.toString());
    ScoreSummary summary = score(input, TableSource.NONE);
    assertThat(tuple(summary.scored(), summary.rejected())).isEqualTo(tuple(2L, 1L));
    assertThat(scores().select("file", "row", "id", "region").collectAsList())
        .extracting(Row::mkString)
        .anySatisfy(row -> assertThat(row).startsWith("region=north/part-").endsWith("11north"))
        .anySatisfy(row -> assertThat(row).startsWith("region=south/part-").endsWith("3south"));
  }

  @Test
  void anInputThatChangesWhileItIsScoredIsRefused() {
    SPARK
        .udf()
        .register(
            "named_later",
            (UDF1<Long, String>) id -> id > 1 || !ASKED.add(id) ? "Al" : "",
            DataTypes.StringType);
    SPARK
        .sql("SELECT id, named_later(id) AS name FROM range(4)")
        .createOrReplaceTempView("changing");
    ScoreSettings settings =
        settings(
            OutputFormat.PARQUET,
            new TableSource("", "changing", Map.of(), ""),
            ScoreNames.USUAL,
            ScoreTarget.NEW_FOLDER);
    assertThatThrownBy(() -> job.run("", output().toString(), settings))
        .hasMessageContaining("gave other rows when it was read again");
    assertThat(output()).doesNotExist();
  }

  @Test
  void csvKeepsItsColumnsAndRejectsTheirs() throws IOException {
    ScoreSummary summary =
        score(
            file("in.csv", "id,name,region,\n1,Al,north,\n2,,\"so\"\"uth\",x\n3,Bo\n4,Cy,w,,y\n"),
            TableSource.NONE);
    assertThat(tuple(summary.scored(), summary.rejected())).isEqualTo(tuple(2L, 2L));
    assertThat(scores().columns())
        .containsExactly(
            "file", "row", "id", "name", "region", "_column_4", "label_1", "probability_1");
    assertThat(scores().select("id", "name", "region").collectAsList())
        .extracting(Row::mkString)
        .containsExactly("1Alnorth", "3Bonull");
    Dataset<Row> rejects =
        SPARK.read().option("header", true).option("escape", "\"").csv(summary.rejects());
    assertThat(rejects.select("row", "region", "reason").collectAsList())
        .extracting(Row::toString)
        .containsExactly("[3,so\"uth,missing value]", "[5,null,more columns than the first row]");
  }

  @Test
  void tsvHasTabsAndQuotesAreLetters() throws IOException {
    score(file("in.tsv", "id\tname\n1\t\"Al\n2\tB\"o\n"), TableSource.NONE);
    assertThat(scores().select("id", "name").collectAsList())
        .extracting(Row::toString)
        .containsExactly("[1,\"Al]", "[2,B\"o]");
  }

  @Test
  void tablesOfSparkKeepTypesOrderAndColumns() {
    for (String format : List.of("parquet", "orc", "json")) {
      Path input = people(format);
      ScoreSettings settings =
          new ScoreSettings(1, OutputFormat.PARQUET, CSV, OutputMode.OVERWRITE);
      ScoreSummary summary = score(input, settings);
      assertThat(tuple(summary.scored(), summary.rejected())).as(format).isEqualTo(tuple(2L, 1L));
      assertThat(scores().select("id", "name", "region").collectAsList())
          .extracting(row -> tuple(row.getLong(0), row.getString(1), row.getString(2)))
          .containsExactly(tuple(1L, "Al", "north"), tuple(3L, "Bo", "south"));
      assertThat(scores().select("marks").collectAsList().get(0).getList(0)).hasSize(2);
    }
  }

  @Test
  void rowsOfAFileInPiecesAreCountedOn() {
    SPARK
        .range(50_000)
        .selectExpr("id", "concat('n', id) AS name")
        .coalesce(1)
        .write()
        .option("parquet.block.size", 64 * 1024)
        .parquet(folder.resolve("in").toString());
    SPARK.conf().set("spark.sql.files.maxPartitionBytes", 100_000);
    try {
      score(folder.resolve("in"), TableSource.NONE);
    } finally {
      SPARK.conf().unset("spark.sql.files.maxPartitionBytes");
    }
    assertThat(scores().filter("row <> id + 1").count()).isZero();
    assertThat(scores().count()).isEqualTo(50_000);
  }

  @Test
  void aMixedFolderHasTheColumnsOfAll() throws IOException {
    file("in/a.csv", "id,Name\n1,Al\n");
    file("in/b.txt", "Bo\n");
    file("in/c.jsonl", "{\"name\": \"Cy\", \"age\": 3}\n{\"name\": \n");
    ScoreSummary summary = score(folder.resolve("in"), TableSource.NONE);
    assertThat(tuple(summary.scored(), summary.rejected())).isEqualTo(tuple(3L, 1L));
    assertThat(scores().select("Name", "id", "age").collectAsList())
        .extracting(Row::toString)
        .containsExactly("[Al,1,null]", "[Bo,null,null]", "[Cy,null,3]");
  }

  @Test
  void aColumnOfTwoTypesIsRefused() throws IOException {
    file("in/a.csv", "id,name\n1,Al\n");
    people().write().parquet(folder.resolve("in/b.parquet").toString());
    assertThatThrownBy(() -> score(folder.resolve("in"), TableSource.NONE))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("Column \"id\" holds string in some files of the input and bigint");
    assertThat(output()).doesNotExist();
  }

  @Test
  void aColumnThatHoldsTheTextsInSomeFilesAloneIsRefused() throws IOException {
    file("in/a.csv", "name,id\nAl,1\n");
    file("in/b.csv", "Name,name,id\nBo,other,1\n");
    assertThatThrownBy(() -> score(folder.resolve("in"), TableSource.NONE))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("\"name\" holds the texts in some files of the input and something");
    assertThat(output()).doesNotExist();
  }

  @Test
  void fieldsWithinColumnsAreFoundAndOthersRefused() {
    Path input = folder.resolve("in.parquet");
    people()
        .select(col("id"), struct(col("name"), col("marks")).as("person"))
        .write()
        .parquet(input.toString());
    assertThatThrownBy(() -> score(input, TableSource.NONE))
        .hasMessageContaining("has no column \"name\", only id, person: name the column");
    assertThatThrownBy(() -> scoreColumn(input, "person.marks"))
        .hasMessageContaining("is of type array: name one of texts");
    assertThatThrownBy(() -> scoreColumn(input, "person.nome"))
        .hasMessageContaining("has no column \"person.nome\", only id, person: name the column");
    scoreColumn(input, "person.name");
    assertThat(scores().select("person.name", "label_1").collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactly("Al", "Bo");
  }

  private Path parquet(String fields, Object... values) throws IOException {
    MessageType schema = MessageTypeParser.parseMessageType("message m { " + fields + " }");
    Path path = folder.resolve("in.parquet");
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(path.toUri()))
            .withConf(new Configuration())
            .withType(schema)
            .build()) {
      Group group = new SimpleGroup(schema);
      for (int field = 0; field < values.length; field++) {
        if (values[field] instanceof Long number) {
          group.add(field, number);
        } else if (values[field] instanceof Integer number) {
          group.add(field, number);
        } else {
          group.add(field, (String) values[field]);
        }
      }
      writer.write(group);
    }
    return path;
  }

  @Test
  void timesOfNanosecondsAndColumnsThatDifferInCaseComeThrough() throws IOException {
    Path input =
        parquet(
            "required int64 at (TIMESTAMP(NANOS,true)); required binary name (STRING);"
                + " required int64 id; required int64 ID;",
            1_700_000_000_000_000_123L,
            "Al",
            1L,
            2L);
    score(
        input,
        settings(OutputFormat.CSV, TableSource.NONE, ScoreNames.USUAL, ScoreTarget.NEW_FOLDER));
    assertThat(SPARK.read().text(output().toString()).collectAsList())
        .extracting(row -> row.getString(0))
        .anyMatch(line -> line.startsWith("in.parquet,1,1700000000000000123,Al,1,2,"));
  }

  @Test
  void columnsThatSparkHasNoTypeForAreLeftOut() throws IOException {
    Path input =
        parquet(
            "required int64 noon (TIME(NANOS,true)); required binary name (STRING);"
                + " required fixed_len_byte_array(4) key; required int64 micros (TIME(MICROS,false)); required int64 id;",
            1L,
            "Al",
            "\1\2\3\4",
            2L,
            7L);
    score(input, TableSource.NONE);
    assertThat(scores().columns())
        .containsExactly("file", "row", "name", "key", "id", "label_1", "probability_1");
    assertThat(scores().select("name", "id").collectAsList())
        .extracting(Row::toString)
        .containsExactly("[Al,7]");
  }

  @Test
  void aCodecThatIsNotThereIsNamedAsSuch() throws IOException {
    Path input = parquet("required binary name (STRING);", "Al");
    byte[] bytes = Files.readAllBytes(input);
    // Within the footer: a list of one text, the name of the column; then a number, the codec.
    byte[] column = {0x18, 4, 'n', 'a', 'm', 'e', 0x15};
    int at = indexOf(bytes, column) + column.length;
    assertThat(bytes[at]).as("uncompressed").isZero();
    int brotli = 4;
    bytes[at] = (byte) (2 * brotli);
    Files.write(input, bytes);
    Files.deleteIfExists(input.resolveSibling(".in.parquet.crc"));
    assertThat(Messages.of(catchThrowable(() -> score(input, TableSource.NONE))))
        .contains(input.toString())
        .endsWith(
            " is compressed with a codec that this Spark does not have: write it with zstd, snappy or gzip");
    assertThat(output()).doesNotExist();
  }

  private static int indexOf(byte[] bytes, byte[] part) {
    return IntStream.range(0, bytes.length - part.length)
        .filter(i -> Arrays.equals(bytes, i, i + part.length, part, 0, part.length))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void daysBeforeTheCalendarComeThrough() throws IOException {
    Path input =
        parquet("required binary name (STRING); required int32 born (DATE);", "Al", -719_162);
    score(input, TableSource.NONE);
    Dataset<Row> again = SPARK.read().parquet(output().toString());
    assertThat(again.selectExpr("CAST(born AS STRING)").head().getString(0))
        .isEqualTo("0001-01-01");
  }

  @Test
  void columnsOfATypeThatNoFormatHoldsComeThroughAsText() throws IOException {
    SPARK
        .sql(
            "SELECT s AS name, NULL AS middle, array() AS marks, named_struct('n', NULL, 'i', 1) AS s,"
                + " make_interval(1, 2) AS i FROM VALUES ('Al'), ('Bo'), (NULL) AS t(s)")
        .createOrReplaceTempView("people");
    TableSource source = new TableSource("", "people", Map.of(), "");
    for (OutputFormat format : OutputFormat.values()) {
      Path to = folder.resolve(format.name());
      ScoreSummary summary =
          job.run(
              "",
              to.toString(),
              settings(format, source, ScoreNames.USUAL, ScoreTarget.NEW_FOLDER));
      assertThat(tuple(summary.scored(), summary.rejected()))
          .as(format.name())
          .isEqualTo(tuple(2L, 1L));
      assertThat(Files.exists(to.resolve("_rejects"))).isTrue();
    }
    assertThat(SPARK.read().parquet(folder.resolve("PARQUET").toString()).schema().toDDL())
        .startsWith(
            "name STRING,middle STRING,marks ARRAY<STRING>,s STRUCT<n: STRING, i: INT>,i STRING");
  }

  @Test
  void aTableWithTwoColumnsOfANameIsRefused() {
    SPARK.sql("SELECT 'Al' AS name, 1 AS id, 2 AS id").createOrReplaceTempView("people");
    TableSource source = new TableSource("", "people", Map.of(), "");
    Path unused = folder.resolve("unused");
    assertThatThrownBy(() -> score(unused, source))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("Table people has several columns \"id\": rename one");
    SPARK.sql("SELECT '?' AS name").createOrReplaceTempView("people");
    assertThatThrownBy(() -> score(unused, source))
        .hasMessageContaining("None of the 1 rows of Table people can be scored");
  }

  @Test
  void answersMayBeArraysUnderOtherNames() {
    ScoreNames names =
        new ScoreNames(
            ScoreNames.Answers.ARRAYS, "", "", "", "sureness", "language", "all", "shares");
    score(
        people("parquet"),
        settings(OutputFormat.PARQUET, TableSource.NONE, names, ScoreTarget.NEW_FOLDER));
    Dataset<Row> scores = SPARK.read().parquet(output().toString());
    assertThat(scores.columns())
        .containsExactly("id", "name", "region", "marks", "language", "sureness", "all", "shares");
    assertThat(scores.selectExpr("language = all[0] AND sureness = shares[0]").collectAsList())
        .allMatch(row -> row.getBoolean(0));
  }

  private static ScoreNames written(String... columns) {
    return new ScoreNames(
        ScoreNames.Answers.ARRAYS, "", "", "", "p", "Language", "all", "shares", List.of(columns));
  }

  @Test
  void whatIsWrittenMayBeAFewColumns() {
    score(
        people("parquet"),
        settings(
            OutputFormat.CSV, TableSource.NONE, written("Language", "id"), ScoreTarget.NEW_FOLDER));
    Dataset<Row> scores = SPARK.read().option("header", true).csv(output().toString());
    assertThat(scores.columns()).containsExactly("Language", "id");
    assertThat(scores.filter("Language IS NULL OR id IS NULL").count()).isZero();
  }

  @Test
  void aColumnToBeWrittenThatThereIsNoneOfIsRefused() {
    assertThatThrownBy(
            () ->
                score(
                    people("orc"),
                    settings(
                        OutputFormat.CSV,
                        TableSource.NONE,
                        written("language"),
                        ScoreTarget.NEW_FOLDER)))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("scoring.columns.written names a column \"language\"")
        .hasMessageContaining("id, name, region, marks, Language, p, all, shares");
  }

  @Test
  void aColumnThatScoringAddsIsRefused() throws IOException {
    assertThatThrownBy(() -> score(file("in.csv", "name,Row\nAl,1\n"), TableSource.NONE))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("has a column \"row\" already");
  }

  @Test
  void aTableOfTheCatalogueIsScoredIntoAnotherByPartitions() {
    people().createOrReplaceTempView("people");
    TableSource source = new TableSource("", "people", Map.of(), "id <> 2");
    String table = "scored_people";
    SPARK.sql("DROP TABLE IF EXISTS " + table);
    ScoreTarget target = new ScoreTarget(Write.PARTITIONS, table, List.of("region"), "");
    ScoreSettings settings = settings(OutputFormat.PARQUET, source, ScoreNames.USUAL, target);
    job.run("", "", settings);
    job.run("", "", settings);
    TableSource south = new TableSource("", "people", Map.of(), "id = 3");
    job.run(
        "",
        "",
        settings(
            OutputFormat.PARQUET,
            south,
            ScoreNames.USUAL,
            new ScoreTarget(Write.APPEND, table, List.of("region"), "")));
    assertThat(SPARK.table(table).orderBy("id").select("id", "region").collectAsList())
        .extracting(Row::toString)
        .containsExactly("[1,north]", "[3,south]", "[3,south]");
    assertThatThrownBy(() -> job.run("", "", settings(source, Write.WHOLE, table)))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining(
            "Table %s exists already: replace it with --overwrite".formatted(table));
    people().selectExpr("*", "1 AS more").createOrReplaceTempView("more_people");
    assertThatThrownBy(
            () ->
                job.run(
                    "",
                    "",
                    settings(
                        new TableSource("", "more_people", Map.of(), ""), Write.APPEND, table)))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining(
            "Table %s has the columns id, name, marks, label_1, probability_1, region, the scores id, "
                .formatted(table));
    for (String itself : List.of("PEOPLE", "default.people", "spark_catalog.DEFAULT.people")) {
      assertThatThrownBy(() -> job.run("", "", settings(source, Write.APPEND, itself)))
          .isInstanceOf(UserErrorException.class)
          .hasMessage(
              "scoring.target.table names the table that is scored, %s: name another one"
                  .formatted(itself));
    }
    TableSource all = new TableSource("", "people", Map.of(), "");
    assertThatThrownBy(
            () -> job.run("", "", settings(OutputFormat.PARQUET, all, ScoreNames.USUAL, target)))
        .hasMessageContaining("1 rows cannot be scored, and a table has no place for them");
    SPARK.sql("DROP TABLE " + table);
  }

  @Test
  void partitionsAloneAreReplacedInOthersTablesToo() {
    people().createOrReplaceTempView("people");
    TableSource source = new TableSource("", "people", Map.of(), "id <> 2");
    SPARK.conf().set("spark.sql.catalog.recorded", RecordedTables.class.getName());
    RecordedTables.columns(
        people().schema().add("label_1", "string").add("probability_1", "float"));
    assertThatThrownBy(
            () -> job.run("", "", settings(source, Write.PARTITIONS, "recorded.db.scores")))
        .hasMessageContaining(RecordedTables.PARTITIONS);
    assertThat(SPARK.conf().get("spark.sql.sources.partitionOverwriteMode"))
        .isEqualToIgnoringCase("static");
    SPARK.conf().unset("spark.sql.catalog.recorded");
  }

  @Test
  void aSourceThatIsNotThereIsNamed() {
    TableSource table = new TableSource("", "no_such_table", Map.of(), "");
    assertThatThrownBy(() -> score(folder.resolve("in"), table))
        .isInstanceOf(UserErrorException.class)
        .hasMessageStartingWith("There is no table no_such_table in this session's catalogue");
    TableSource format = new TableSource("nonsense", "", Map.of(), "");
    assertThatThrownBy(() -> score(folder.resolve("in"), format))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("cannot be read")
        .hasMessageContaining("Look at the name, the format");
  }

  @Test
  void scoresMayBeAddedToAFolder() throws IOException {
    ScoreSettings settings =
        settings(
            OutputFormat.PARQUET,
            TableSource.NONE,
            ScoreNames.USUAL,
            new ScoreTarget(Write.APPEND, "", List.of(), ""));
    score(file("a.txt", "Al\n\n"), settings);
    score(file("b.txt", "Bo\n"), settings);
    assertThat(scores().select("file", "name").collectAsList())
        .extracting(Row::toString)
        .containsExactly("[a.txt,Al]", "[b.txt,Bo]");
    assertThat(SPARK.read().text(output().resolve("_rejects").toString()).count()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(
      value = OutputFormat.class,
      names = {"PARQUET", "CSV"})
  void scoresOfOtherColumnsAreNotAddedToAFolder(OutputFormat format) throws IOException {
    ScoreTarget append = new ScoreTarget(Write.APPEND, "", List.of(), "");
    score(
        file("a.csv", "name,id\nAl,1\n"),
        settings(format, TableSource.NONE, ScoreNames.USUAL, append));
    TableSource spark = new TableSource("csv", "", Map.of("header", "true"), "");
    assertThatThrownBy(
            () ->
                score(
                    file("b.csv", "name,id\nBo,2\n"),
                    settings(format, spark, ScoreNames.USUAL, append)))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("has scores with the columns file, row, name, id, label_1")
        .hasMessageContaining("but these have name, id, label_1");
    score(
        file("c.csv", "name,id\nCy,3\n"),
        settings(format, TableSource.NONE, ScoreNames.USUAL, append));
    assertThat(SPARK.read().text(output().toString()).count()).isPositive();
  }

  @Test
  void whatTheTargetCannotTakeIsRefusedBeforeAnythingIsScored() throws IOException {
    Path input = file("a.txt", "Al\n");
    assertThatThrownBy(() -> score(input, target(Write.PARTITIONS)))
        .hasMessageContaining("is partitions, but there are none");
    assertThatThrownBy(() -> score(input, target(Write.APPEND, "region")))
        .hasMessageContaining("a column \"region\", but the scores have file, row, name, label_1");
    ScoreNames twice =
        new ScoreNames(ScoreNames.Answers.ARRAYS, "", "", "", "one", "two", "one", "three");
    assertThatThrownBy(
            () ->
                score(
                    input,
                    settings(
                        OutputFormat.PARQUET, TableSource.NONE, twice, ScoreTarget.NEW_FOLDER)))
        .hasMessageContaining("adds two columns \"one\"");
    assertThat(output()).doesNotExist();
  }

  private static ScoreSettings settings(TableSource source, Write write, String table) {
    return settings(
        OutputFormat.PARQUET,
        source,
        ScoreNames.USUAL,
        new ScoreTarget(write, table, List.of("region"), ""));
  }

  private static ScoreSettings target(Write write, String... partitionBy) {
    return settings(
        OutputFormat.PARQUET,
        TableSource.NONE,
        ScoreNames.USUAL,
        new ScoreTarget(write, "", List.of(partitionBy), ""));
  }

  @Test
  void manyRowsOfFewNamesAreAllAnswered() throws IOException {
    String names =
        String.join(
            "\n", IntStream.range(0, 20_000).mapToObj(i -> "n" + (char) ('a' + i % 7)).toList());
    score(file("in.txt", names), TableSource.NONE);
    assertThat(scores().select("name", "label_1", "probability_1").distinct().count()).isEqualTo(7);
    assertThat(scores().count()).isEqualTo(20_000);
  }
}
