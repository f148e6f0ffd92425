package org.spiketrain.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.io.compress.ZStandardCodec;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.LocalSpark;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.data.table.TableSource;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.score.CsvDialect.CsvHeader;
import org.spiketrain.score.ScoreJob.ScoreSummary;
import org.spiketrain.score.ScoreSettings.OutputFormat;
import org.spiketrain.score.ScoreSettings.ScoreTarget;
import org.spiketrain.score.ScoringModel.ScoredText;

class ScoreJobIT {
  private static final SparkSession SPARK = LocalSpark.session();

  @TempDir Path folder;

  private final ScoreJob job = new ScoreJob(SPARK, FakeModel.model());

  private static ScoreSettings settings(OutputFormat format) {
    return new ScoreSettings(
        2, format, new CsvDialect(CsvHeader.DETECT, ','), OutputMode.REFUSE_EXISTING);
  }

  private Path file(String name, String content) throws IOException {
    Path path = folder.resolve(name);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, content);
  }

  private ScoreSummary score(Path input) {
    return job.run(input.toString(), output().toString(), settings(OutputFormat.PARQUET));
  }

  private Path output() {
    return folder.resolve("scores");
  }

  /** Rows of the output in the order of its part files. */
  private List<Row> parquet() throws IOException {
    List<Row> rows = new ArrayList<>();
    for (Path part : parts(output())) {
      rows.addAll(SPARK.read().parquet(part.toString()).collectAsList());
    }
    return rows;
  }

  private static List<Path> parts(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(p -> p.getFileName().toString().startsWith("part-")).sorted().toList();
    }
  }

  private List<Row> rejects() {
    return SPARK
        .read()
        .option("header", true)
        .option("escape", "\"")
        .csv(output().resolve("_rejects").toString())
        .collectAsList();
  }

  private static String name(Row row) {
    return row.getAs("name");
  }

  /** The best probabilities are 0.5 of one letter, and 5/12 of five. */
  @Test
  void improbableAnswersAreNone() throws IOException {
    Path input = file("names.txt", "a\nabcde\n");
    ScoreJob hesitant = new ScoreJob(SPARK, FakeModel.model(0.45));

    hesitant.run(input.toString(), output().toString(), settings(OutputFormat.CSV));
    String arrays = folder.resolve("arrays").toString();
    hesitant.run(input.toString(), arrays, inArrays());

    String csv = Files.readString(parts(output()).get(0));
    List<String> lines = csv.lines().toList();
    assertThat(lines.get(1)).matches("names.txt,1,a,[ABC],0\\.5,[ABC],0\\.25");
    assertThat(lines.get(2)).matches("names.txt,2,abcde,,0\\.41666.*,[ABC],0\\.41666.*");
    List<Row> rows = SPARK.read().json(arrays).orderBy("row").collectAsList();
    assertThat(rows.get(0).<String>getAs("prediction")).isIn(FakeModel.CLASSES);
    assertThat(rows.get(1).<String>getAs("prediction")).isNull();
    assertThat(rows.get(1).<Double>getAs("probability")).isGreaterThan(0.4);
    assertThat(rows.get(1).getList(rows.get(1).fieldIndex("labels"))).doesNotContainNull();
  }

  private static ScoreSettings inArrays() {
    ScoreNames usual = ScoreNames.USUAL;
    ScoreNames arrays =
        new ScoreNames(
            ScoreNames.Answers.ARRAYS,
            usual.file(),
            usual.row(),
            usual.label(),
            usual.probability(),
            usual.prediction(),
            usual.labels(),
            usual.probabilities());
    return new ScoreSettings(
        2,
        OutputFormat.JSON,
        new CsvDialect(CsvHeader.DETECT, ','),
        OutputMode.REFUSE_EXISTING,
        TableSource.NONE,
        "",
        arrays,
        ScoreTarget.NEW_FOLDER);
  }

  @Test
  void aLargeTextFileIsScoredInPiecesAndKeepsItsOrder() throws IOException {
    Random random = new Random(3);
    List<String> names =
        IntStream.range(0, 12_000)
            .mapToObj(
                i ->
                    random
                        .ints(1 + random.nextInt(15), 'a', 'z' + 1)
                        .collect(
                            StringBuilder::new,
                            StringBuilder::appendCodePoint,
                            StringBuilder::append)
                        .toString())
            .toList();
    Path input = file("names.txt", String.join("\n", names) + "\n");

    ScoreSummary summary = score(input);

    assertThat(summary.scored()).isEqualTo(12_000);
    assertThat(summary.rejected()).isZero();
    assertThat(parts(output())).hasSizeGreaterThan(1);
    assertThat(output().resolve("_rejects")).doesNotExist();
    List<Row> rows = parquet();
    assertThat(rows).extracting(ScoreJobIT::name).isEqualTo(names);
    assertThat(rows)
        .extracting(row -> row.getLong(1))
        .isSorted()
        .startsWith(1L, 2L)
        .endsWith(12_000L);
    List<ScoredText> single = FakeModel.model().answers(names.subList(0, 1000), 2).scored();
    for (int i = 0; i < 1000; i++) {
      Row row = rows.get(i);
      assertThat(tuple(row.get(3), row.get(4), row.get(5), row.get(6)))
          .isEqualTo(
              tuple(
                  single.get(i).top().get(0).label(),
                  single.get(i).top().get(0).probability(),
                  single.get(i).top().get(1).label(),
                  single.get(i).top().get(1).probability()));
    }
  }

  @Test
  void rowsThatAreNoNamesAreRejectedWithPlaceAndReason() throws IOException {
    Path input = folder.resolve("names.txt");
    byte[] bytes = "\uFEFFÖz\r\n\r\n123\nbad!\nO'Neàl\n  \nLast".getBytes(StandardCharsets.UTF_8);
    // Makes the fourth line "b\xFFd!".
    bytes[new String(bytes, StandardCharsets.ISO_8859_1).indexOf("bad") + 1] = (byte) 0xFF;
    Files.write(input, bytes);

    ScoreSummary summary = score(input);

    assertThat(summary.scored()).isEqualTo(3);
    assertThat(summary.rejected()).isEqualTo(4);
    assertThat(parquet())
        .extracting(row -> row.get(0), row -> row.get(1), ScoreJobIT::name)
        .containsExactly(
            tuple("names.txt", 1L, "Öz"),
            tuple("names.txt", 5L, "O'Neàl"),
            tuple("names.txt", 7L, "Last"));
    assertThat(rejects())
        .extracting(row -> row.get(1), row -> row.get(3))
        .containsExactly(
            tuple("2", "missing value"),
            tuple("3", "no usable letter"),
            tuple("4", "invalid UTF-8"),
            tuple("6", "missing value"));
  }

  @Test
  void aFolderMayHoldTextCsvAndParquet() throws IOException {
    file("in/b.txt", "Bo\nBob\n");
    file("in/a.txt", "Al\n");
    file("in/c.csv", "id,Name\n1,\"Neal, O\"\n2,\n3,Sato\n");
    file("in/deep/d.csv", "Abe\n\nIto\n");
    file("in/_SUCCESS", "");
    SPARK
        .createDataset(List.of("Kim", "Lee"), Encoders.STRING())
        .toDF("name")
        .coalesce(1)
        .write()
        .parquet(folder.resolve("in/e.dir").toString());

    ScoreSummary summary = score(folder.resolve("in"));

    assertThat(summary.scored()).isEqualTo(9);
    assertThat(parquet())
        .extracting(
            row -> row.getString(0).replaceFirst("part-.*", "part"),
            row -> row.get(1),
            ScoreJobIT::name)
        .containsExactlyInAnyOrder(
            tuple("a.txt", 1L, "Al"),
            tuple("b.txt", 1L, "Bo"),
            tuple("b.txt", 2L, "Bob"),
            tuple("c.csv", 2L, "Neal, O"),
            tuple("c.csv", 4L, "Sato"),
            tuple("deep/d.csv", 1L, "Abe"),
            tuple("deep/d.csv", 3L, "Ito"),
            tuple("e.dir/part", 1L, "Kim"),
            tuple("e.dir/part", 2L, "Lee"));
    assertThat(rejects())
        .extracting(row -> row.get(0), row -> row.get(1))
        .containsExactly(tuple("c.csv", "3"));
  }

  private ScoreSummary scoreCsv(Path input, CsvHeader header, char delimiter) {
    return job.run(
        input.toString(),
        output().toString(),
        new ScoreSettings(
            1,
            OutputFormat.PARQUET,
            new CsvDialect(header, delimiter),
            OutputMode.REFUSE_EXISTING));
  }

  private void assertCsvRefused(String csv, CsvHeader header, String... parts) throws IOException {
    Path input = file("refused.csv", csv);
    assertThatThrownBy(() -> scoreCsv(input, header, ','))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("CSV file")
        .hasMessageContaining("refused.csv")
        .hasMessageContainingAll(parts);
    assertThat(output()).doesNotExist();
  }

  @Test
  void aCsvThatDoesNotSayWhichColumnHasTheNamesIsRefused() throws IOException {
    assertCsvRefused(
        "id,surname\n1,Dovesky\n",
        CsvHeader.DETECT,
        "names no column \"name\", only \"id\", \"surname\"",
        "name the column of the names with scoring.source.column",
        "scoring.csv-header=absent");
    assertCsvRefused("surname\nDovesky\n", CsvHeader.PRESENT, "only \"surname\"");
    assertCsvRefused("\"id\" x,name\n1,Sato\n", CsvHeader.DETECT, "has broken quotes: fix it");
  }

  @Test
  void aCsvWithAnotherDelimiterIsRefusedUnlessItIsSet() throws IOException {
    assertCsvRefused(
        "id;name\n1;Sato\n", CsvHeader.DETECT, "no \",\" but \";\"", "scoring.csv-delimiter=;");
    assertCsvRefused(
        "id\tname\n1\tSato\n", CsvHeader.DETECT, "but \"tab\"", "scoring.csv-delimiter=tab");
    assertCsvRefused("\"id\";\"name\"\n", CsvHeader.PRESENT, "scoring.csv-delimiter=;");

    scoreCsv(file("names.csv", "id;name\n1;Sato, Al\n"), CsvHeader.DETECT, ';');
    assertThat(parquet()).extracting(ScoreJobIT::name).containsExactly("Sato, Al");
  }

  @Test
  void quotedLineBreaksStayInTheirFieldAndRowsAreTheLinesOfTheFile() throws IOException {
    score(
        file(
            "names.csv",
            "id,note,name\n1,\"two\nlines\",Sato\n\n2,x,\"Ito\n\"\n3,\"a\" b,Abe\n4,y,z,Kim\n5\n6,,Lee,\n"));

    assertThat(parquet())
        .extracting(row -> row.get(1), ScoreJobIT::name)
        .containsExactly(tuple(2L, "Sato"), tuple(5L, "Ito\n"), tuple(10L, "Lee"));
    assertThat(rejects())
        .extracting(row -> row.get(1), ScoreJobIT::name, row -> row.getAs("reason"))
        .containsExactly(
            tuple("7", "3,\"a\" b,Abe", "broken quotes"),
            tuple("8", "4,y,z,Kim", "more columns than the first row"),
            tuple("9", null, "missing value"));
  }

  @Test
  void aQuoteThatIsNeverClosedIsNamedWithItsLine() throws IOException {
    assertCsvRefused(
        "name\nSato\n\"Ito\nAbe\n",
        CsvHeader.DETECT,
        "line 3 opens a quoted field",
        "fix the file");
  }

  @Test
  void aCompressedCsvIsReadToo() throws IOException {
    Path input = folder.resolve("names.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(input))) {
      out.write("name\nSato\n".getBytes(StandardCharsets.UTF_8));
    }
    score(input);
    assertThat(parquet())
        .extracting(row -> row.get(1), ScoreJobIT::name)
        .containsExactly(tuple(2L, "Sato"));
  }

  @Test
  void filesOfAFolderWithoutNamesAreMentioned() throws IOException {
    file("in/a.txt", "Al\n");
    file("in/b.txt", "");
    file("in/c.csv", "id,name\n");
    file("in/d.csv", "\n");

    assertThat(score(folder.resolve("in")).withoutAny())
        .containsExactly("b.txt (empty)", "c.csv (only a header)", "d.csv (empty)");
  }

  /** The command says the same. */
  @Test
  void theFolderTellsTheSecondsOfItsSummary() throws IOException {
    ScoreSummary summary = score(file("names.txt", "Al\nBo\n"));

    assertThat(Files.readString(output().resolve("_scores.json")))
        .contains("\"seconds\":" + Math.round(summary.seconds() * 10) / 10.0 + ",");
  }

  @Test
  void pathsMayHaveTheCharactersOfPatterns() throws IOException {
    for (String odd : List.of("in [a]", "{b,c}", "d*e?", "f\\g")) {
      file(odd + "/{1}.txt", "Bo\n");
      file(odd + "/[2].csv", "name\nAl\n");
      SPARK
          .createDataset(List.of("Kim"), Encoders.STRING())
          .toDF("name")
          .coalesce(1)
          .write()
          .parquet(folder.resolve(odd).resolve("3*").toString());
      ScoreSummary summary =
          job.run(
              folder.resolve(odd).toString(),
              folder.resolve("scores of " + odd).toString(),
              settings(OutputFormat.CSV));
      assertThat(summary.scored()).as(odd).isEqualTo(3);
    }
  }

  @Test
  void zstandardWithoutItsNativeLibraryIsRefused() throws IOException {
    assumeFalse(ZStandardCodec.isNativeCodeLoaded(), "Hadoop has its native library here");
    assertRefused(file("names.txt.zst", "x"), "compressed with Zstandard");
  }

  @Test
  void theMarkerIsJsonWhateverTheDigitsOfTheLanguage() throws IOException {
    Path input = file("names.txt", "Al\n1\n");
    Locale usual = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG"));
    try {
      score(input);
    } finally {
      Locale.setDefault(usual);
    }
    assertThat(output().resolve("_scores.json"))
        .content()
        .startsWith("{\"scored\":1,\"rejected\":1,");
  }

  @Test
  void theHeaderSettingOverrulesDetection() throws IOException {
    Path input = file("names.csv", "Name,id\nSato,1\n");

    job.run(
        input.toString(),
        output().toString(),
        new ScoreSettings(
            1,
            OutputFormat.PARQUET,
            new CsvDialect(CsvHeader.ABSENT, ','),
            OutputMode.REFUSE_EXISTING));

    assertThat(parquet()).extracting(ScoreJobIT::name).containsExactly("Name", "Sato");
  }

  @Test
  void csvOutputIsQuotedAndJsonIsOneObjectALine() throws IOException {
    Path input = file("names.txt", " Al, \"Bo\"\n");

    job.run(input.toString(), output().toString(), settings(OutputFormat.CSV));
    job.run(input.toString(), folder.resolve("json").toString(), settings(OutputFormat.JSON));

    assertThat(parts(output()).get(0))
        .content()
        .startsWith("file,row,name,label_1,probability_1,label_2,probability_2\n")
        .contains("names.txt,1,\" Al, \"\"Bo\"\"\",");
    assertThat(parts(folder.resolve("json")).get(0))
        .content()
        .startsWith(
            "{\"file\":\"names.txt\",\"row\":1,\"name\":\" Al, \\\"Bo\\\"\",\"label_1\":\"");
  }

  @Test
  void moreClassesThanThereAreGivesAll() throws IOException {
    job.run(
        file("names.txt", "Al\n").toString(),
        output().toString(),
        new ScoreSettings(
            10,
            OutputFormat.PARQUET,
            new CsvDialect(CsvHeader.DETECT, ','),
            OutputMode.REFUSE_EXISTING));

    assertThat(parquet().get(0).schema().fieldNames()).hasSize(3 + 2 * 3).endsWith("probability_3");
  }

  @Test
  void badInputIsNamedAndLeavesNothing() throws IOException {
    assertRefused(folder.resolve("nowhere.txt"), "nowhere.txt");
    assertRefused(file("empty.txt", ""), "empty.txt is empty");
    assertRefused(file("empty.csv", ""), "empty.csv is empty");
    assertRefused(file("header.csv", "name,id\n"), "header.csv has only a header");
    assertRefused(file("digits.txt", "1\n2\n"), "None of the 2 rows");
    assertRefused(file("in/picture.png", "x").getParent(), "picture.png");
    assertRefused(Files.createDirectory(folder.resolve("hollow")), "has no files");
    assertRefused(file("no.parquet", "this is no Parquet"), "no.parquet");
    SPARK.range(2).coalesce(1).write().parquet(folder.resolve("numbers.dir").toString());
    assertRefused(folder.resolve("numbers.dir"), "no column \"name\"");
  }

  private void assertRefused(Path input, String message) throws IOException {
    assertThatThrownBy(() -> score(input))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining(message);
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.map(p -> p.getFileName().toString()))
          .noneMatch(name -> name.contains("scores"));
    }
  }

  @Test
  void anExistingOutputIsOnlyReplacedWhenAsked() throws IOException {
    Path input = file("names.txt", "Al\n");
    score(input);

    assertThatThrownBy(() -> score(file("names.txt", "Bo\n")))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("scores");
    assertThat(parquet()).extracting(ScoreJobIT::name).containsExactly("Al");

    job.run(
        input.toString(),
        output().toString(),
        new ScoreSettings(
            1, OutputFormat.PARQUET, new CsvDialect(CsvHeader.DETECT, ','), OutputMode.OVERWRITE));
    assertThat(parquet()).extracting(ScoreJobIT::name).containsExactly("Bo");
  }

  @Test
  void neverReplacesOrEntersWhatIsNotAScoring() throws IOException {
    Path input = file("in/names.txt", "Al\n");
    Path diary = file("scores/diary.txt", "precious");

    for (String output : List.of("scores", "in", "in/names.txt", "in/scores", ".")) {
      assertThatThrownBy(
              () ->
                  job.run(
                      folder.resolve("in").toString(),
                      folder.resolve(output).normalize().toString(),
                      new ScoreSettings(
                          1,
                          OutputFormat.PARQUET,
                          new CsvDialect(CsvHeader.DETECT, ','),
                          OutputMode.OVERWRITE)))
          .isInstanceOf(UserErrorException.class)
          .hasMessageContaining("name another output");
    }
    assertThat(diary).hasContent("precious");
    assertThat(input).hasContent("Al");
  }

  @Test
  void aTableFileReadInPiecesKeepsItsOrder() throws IOException {
    List<String> names =
        IntStream.range(0, 30_000).mapToObj(i -> "x" + Integer.toString(i, 26)).toList();

    score(file("names.csv", "name\n" + String.join("\n", names) + "\n"));

    assertThat(parts(output())).hasSizeGreaterThan(3);
    assertThat(parquet()).extracting(ScoreJobIT::name).isEqualTo(names);
    assertThat(parquet())
        .extracting(row -> row.getLong(1))
        .isSorted()
        .startsWith(2L)
        .endsWith(30_001L);
  }

  /** Records of one and of two lines, with blank lines between them, and lines that end in CRLF. */
  @Test
  void piecesBeginBetweenRecordsWhateverEndsTheirLines() throws IOException {
    StringBuilder csv = new StringBuilder("\uFEFFname,note\r\n");
    List<Long> lines = new ArrayList<>();
    long line = 2;
    for (int i = 0; i < 30_000; i++) {
      lines.add(line);
      csv.append("Zoë").append(Integer.toString(i, 26).replaceAll("\\d", "q"));
      csv.append(i % 3 == 0 ? ",\"a\r\nb, \"\"c\"\"\"\r\n" : i % 3 == 1 ? ",x\n" : ",y\r\n\r\n");
      line += i % 3 == 1 ? 1 : 2;
    }

    score(file("names.csv", csv.toString()));

    assertThat(parts(output())).hasSizeGreaterThan(3);
    List<Row> rows = parquet();
    assertThat(rows).extracting(row -> row.getLong(1)).isEqualTo(lines);
    assertThat(rows.subList(0, 3))
        .extracting(row -> row.getString(3))
        .containsExactly("a\r\nb, \"c\"", "x", "y");
    assertThat(rows).allMatch(row -> name(row).startsWith("Zoë"));
  }

  @Test
  void joinedFilesAreReadAsTheirParts() throws IOException {
    assertRefused(
        file("order.csv", "id,name\n1,Sato\nname,id\nIto,2\n"), "another header in line 3");
    score(
        file(
            "names.csv",
            "\uFEFFid,name\n1,Sato\n\uFEFFID,Name\n2,Ito\n\uFEFF3,Abe\n4,Al\uFEFFBo\n"));

    assertThat(parquet()).extracting(ScoreJobIT::name).containsExactly("Sato", "Ito", "Abe");
    assertThat(rejects())
        .extracting(row -> row.get(1), row -> row.getAs("reason"))
        .containsExactly(tuple("3", "repeats the header"), tuple("6", "byte order mark within"));
  }

  @Test
  void filesThatAreNoTextOrNotPackedAsTheyAreNamedAreRefused() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write("Sato\nIto\n".getBytes(StandardCharsets.UTF_8));
    }
    byte[] packed = bytes.toByteArray();
    assertRefused(
        Files.write(folder.resolve("packed.txt"), packed),
        "packed.txt is packed with gzip: unpack it, or name it with .gz");
    assertRefused(
        Files.write(folder.resolve("cut.txt.gz"), Arrays.copyOf(packed, packed.length - 9)),
        "cut.txt.gz is cut off");
    // Hadoop's codec takes it for an empty file.
    assertRefused(file("plain.txt.bz2", "Sato\nIto\n"), "plain.txt.bz2 is not packed with bzip2");
    assertRefused(file("plain.csv.gz", "name\nSato\n"), "plain.csv.gz is not packed with gzip");
    assertRefused(
        Files.write(folder.resolve("wide.txt"), "Sato\n".getBytes(StandardCharsets.UTF_16LE)),
        "wide.txt has NUL bytes in line 1");
    assertRefused(
        Files.write(folder.resolve("wide.csv"), "name\nSato\n".getBytes(StandardCharsets.UTF_16)),
        "wide.csv is text in UTF-16: write it in UTF-8");
  }
}
