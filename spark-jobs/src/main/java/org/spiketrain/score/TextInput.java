package org.spiketrain.score;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spiketrain.data.LineColumn;
import org.spiketrain.data.Reading;
import org.spiketrain.data.table.TableSource;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.score.Answering.Answered;
import org.spiketrain.score.InputFile.InputFormat;

/** Lines of text, such as names or sentences, in text files, CSV and tables of Spark's sources. */
final class TextInput implements ScoreInput {
  private static final Logger LOG = LoggerFactory.getLogger(TextInput.class);

  /** Texts that are answered together; fewer where their rows are large. */
  private static final int TOGETHER = 16_000;

  private final SparkSession spark;
  private final ScoringModel model;

  /** What is scored, as messages call it. */
  private final String path;

  private final LineColumn column;
  private final List<InputFile> files;
  private final LineTexts lines;
  private final List<SparkTable> tables = new ArrayList<>();
  private final TableColumns columns;
  private JavaRDD<RawText> texts;

  /**
   * Looks into all files; refuses what does not show which column holds the texts.
   *
   * @param known what was found in files of lines before, if they were looked into
   */
  TextInput(
      SparkSession spark,
      ScoringModel model,
      String path,
      List<InputFile> files,
      ScoreSettings settings,
      ScoreSplit split,
      Optional<LineTexts> known) {
    this.spark = spark;
    this.model = model;
    this.files = files;
    TableSource source = settings.source();
    this.path = source.shown(path);
    this.column = column(model, settings);
    this.lines =
        known.orElseGet(
            () ->
                LineTexts.scan(
                    spark, of(InputFormat.TEXT, InputFormat.CSV), settings.csv(), column, split));
    InputFile.partitioned(of(InputFormat.TEXT, InputFormat.CSV))
        .ifPresent(
            folder ->
                LOG.warn(
                    "Folders of {} name columns, as in region=DE: they are read with a format that is told alone, as by -D scoring.source.format=csv",
                    folder));
    for (InputFormat format : InputFormat.TABLES) {
      if (!of(format).isEmpty()) {
        tables.add(
            new SparkTable(PlacedRows.ofFiles(split.reading(spark), format, of(format)), column));
      }
    }
    if (files.isEmpty()) {
      tables.add(new SparkTable(PlacedRows.of(spark, source, path), column));
    }
    List<TableColumns.Table> all = new ArrayList<>(lines.files());
    all.addAll(tables);
    this.columns = new TableColumns(all);
  }

  /** Rows that are there already; they have no places. */
  TextInput(ScoringModel model, String what, Dataset<Row> rows, ScoreSettings settings) {
    this.spark = rows.sparkSession();
    this.model = model;
    this.path = what;
    this.column = column(model, settings);
    this.files = List.of();
    this.lines = new LineTexts(List.of(), 1);
    this.tables.add(new SparkTable(PlacedRows.of(what, rows), column));
    this.columns = new TableColumns(tables);
  }

  /** The column of the texts. */
  static LineColumn column(ScoringModel model, ScoreSettings settings) {
    LineColumn usual = model.lines().column();
    return settings.column().isBlank() ? usual : new LineColumn(settings.column(), usual.content());
  }

  private JavaRDD<RawText> raw() {
    if (texts == null) {
      texts = lines.read(spark, columns);
      for (SparkTable table : tables) {
        texts = texts.union(table.read(columns.places(table)));
      }
    }
    return texts;
  }

  private List<InputFile> of(InputFormat... formats) {
    return files.stream().filter(file -> List.of(formats).contains(file.format())).toList();
  }

  @Override
  public boolean hasFiles() {
    return !files.isEmpty();
  }

  @Override
  public Optional<LineTexts> lines() {
    return Optional.of(lines);
  }

  @Override
  public OptionalLong rows() {
    return tables.isEmpty() ? OptionalLong.of(lines.rows()) : OptionalLong.empty();
  }

  @Override
  public Optional<String> texts() {
    return Optional.of(columns.texts())
        .filter(column -> column.dataType().equals(DataTypes.StringType))
        .map(StructField::name);
  }

  @Override
  public StructType columns() {
    return columns.schema();
  }

  @Override
  public JavaRDD<Row> score(Broadcast<Answering> shared, ScoreColumns output) {
    return raw()
        .mapPartitions(
            rows -> Batches.flatMap(rows, TOGETHER, some -> scored(some, shared.value(), output)));
  }

  private static Stream<Row> scored(List<RawText> rows, Answering model, ScoreColumns output) {
    Map<String, Answered> answers =
        model.texts(rows.stream().filter(RawText::isText).map(RawText::text).toList());
    List<String> classes = model.model().classes();
    return rows.stream()
        .map(
            row ->
                row.isText()
                    ? row(row, answers.get(row.text()), classes, output)
                    : row(row, Answered.unusable(row.problem()), classes, output));
  }

  @Override
  public Optional<JavaRDD<Row>> rejected(Broadcast<Answering> shared, ScoreColumns output) {
    return Optional.of(
        raw()
            .flatMap(
                text -> {
                  Reading reading = text.read(shared.value().model().lines());
                  return reading.frames().isPresent()
                      ? Collections.emptyIterator()
                      : List.of(row(text, Answered.unusable(reading.problem()), List.of(), output))
                          .iterator();
                }));
  }

  private static Row row(
      RawText text, Answered answered, List<String> classes, ScoreColumns output) {
    return output.row(classes, answered, text.file(), text.row(), text.columns());
  }

  @Override
  public List<String> withoutAny(Set<String> filesWithSomething) {
    return files.stream()
        .filter(file -> !filesWithSomething.contains(file.name()))
        .map(file -> file.name() + (onlyHeader(file) ? " (only a header)" : " (empty)"))
        .toList();
  }

  private boolean onlyHeader(InputFile file) {
    return lines.files().stream().anyMatch(line -> line.headerOnly() && line.file().equals(file));
  }

  @Override
  public UserErrorException nothingScored(long rejected, Dataset<Row> rejects) {
    if (rejected == 0) {
      boolean headers = files.stream().allMatch(this::onlyHeader);
      return new UserErrorException(
          (headers
                  ? "%s has only a header: put at least one %s below it"
                  : "%s is empty: put at least one %s there")
              .formatted(path, model.terms().example()));
    }
    return new UserErrorException(
        "None of the %d rows of %s can be scored: they are blank, not UTF-8 or %s. Is this a list of %s, and its column called \"%s\"?"
            .formatted(rejected, path, model.lines().lack(), column.content(), column.name()));
  }
}
