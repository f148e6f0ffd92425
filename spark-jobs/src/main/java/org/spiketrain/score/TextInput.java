package org.spiketrain.score;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.spiketrain.data.LineColumn;
import org.spiketrain.data.io.ParquetFooter;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.score.InputFile.InputFormat;

/** Lines of text, such as names or sentences, in text files, CSV and Parquet. */
final class TextInput implements ScoreInput {
  private final SparkSession spark;
  private final ScoringModel model;
  private final String path;
  private final List<InputFile> files;
  private final LineTexts lines;

  /** Looks into text and CSV files; refuses one that does not show which column holds the texts. */
  TextInput(
      SparkSession spark,
      ScoringModel model,
      String path,
      List<InputFile> files,
      CsvDialect dialect) {
    this.spark = spark;
    this.model = model;
    this.path = path;
    this.files = files;
    this.lines =
        LineTexts.scan(
            spark, of(InputFormat.TEXT, InputFormat.CSV).toList(), dialect, model.lines().column());
  }

  private Stream<InputFile> of(InputFormat... formats) {
    return files.stream().filter(file -> List.of(formats).contains(file.format()));
  }

  @Override
  public StructType place() {
    return new StructType()
        .add(ScoreColumns.FILE, DataTypes.StringType)
        .add(ScoreColumns.ROW, DataTypes.LongType)
        .add(model.lines().column().name(), DataTypes.StringType);
  }

  @Override
  public JavaRDD<Row> score(Broadcast<ScoringModel> shared, ScoreColumns columns) {
    return texts()
        .map(
            text ->
                columns.row(
                    shared.value(),
                    text.read(shared.value().lines()),
                    text.file(),
                    text.row(),
                    text.text()));
  }

  private JavaRDD<RawText> texts() {
    return of(InputFormat.PARQUET).map(this::column).reduce(lines.texts(), JavaRDD::union);
  }

  /** The wanted column of a Parquet file; of several files, Spark would mix the pieces. */
  private JavaRDD<RawText> column(InputFile file) {
    ParquetFooter.check(spark.sessionState().newHadoopConf(), new Path(file.location()));
    Dataset<Row> rows = spark.read().parquet(file.pattern());
    List<String> columns = List.of(rows.columns());
    LineColumn wanted = model.lines().column();
    int column =
        wanted
            .among(columns)
            .orElseThrow(
                () ->
                    new UserErrorException(
                        "Parquet file %s has no column \"%s\", only %s: rename the column of the %s"
                            .formatted(
                                file.location(),
                                wanted.name(),
                                String.join(", ", columns),
                                wanted.content())));
    // By number: a column's own name may have any characters.
    Dataset<Row> numbered =
        rows.toDF(IntStream.range(0, columns.size()).mapToObj(c -> "c" + c).toArray(String[]::new));
    String name = file.name();
    return numbered
        .select(numbered.col("c" + column).cast(DataTypes.StringType))
        .toJavaRDD()
        .zipWithIndex()
        .map(
            row ->
                RawText.decoded(
                    name, row._2() + 1, row._1().isNullAt(0) ? "" : row._1().getString(0)));
  }

  @Override
  public List<String> withoutAny(Set<String> filesWithSomething) {
    return files.stream()
        .filter(file -> !filesWithSomething.contains(file.name()))
        .map(file -> file.name() + (onlyHeader(file) ? " (only a header)" : " (empty)"))
        .toList();
  }

  private boolean onlyHeader(InputFile file) {
    return lines.headerOnly().contains(file.name());
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
            .formatted(
                rejected,
                path,
                model.lines().lack(),
                model.lines().column().content(),
                model.lines().column().name()));
  }
}
