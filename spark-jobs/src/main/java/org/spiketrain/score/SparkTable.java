package org.spiketrain.score;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.spiketrain.data.LineColumn;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.score.PlacedRows.PlacedRow;
import scala.Tuple2;

/** A table that one of Spark's sources reads. */
final class SparkTable implements TableColumns.Table {
  private final PlacedRows source;
  private final Dataset<Row> rows;
  private final StructType columns;
  private final int text;
  private final Column texts;

  SparkTable(PlacedRows source, LineColumn wanted) {
    this.source = source;
    this.columns = source.rows().schema();
    List<String> names = List.of(columns.fieldNames());
    // By number: a column's own name may have any characters.
    this.rows =
        source
            .rows()
            .toDF(IntStream.range(0, names.size()).mapToObj(c -> "c" + c).toArray(String[]::new));
    this.text = position(source.what(), names, wanted);
    this.texts = texts(source.what(), names, wanted);
  }

  /**
   * A session with the settings of another in which columns that differ in case alone, and times of
   * nanoseconds, which pandas writes, are no reason to refuse a file.
   */
  static SparkSession lenient(SparkSession spark) {
    SparkSession lenient = spark.newSession();
    scala.collection.Iterator<Tuple2<String, String>> settings = spark.conf().getAll().iterator();
    while (settings.hasNext()) {
      Tuple2<String, String> setting = settings.next();
      if (lenient.conf().isModifiable(setting._1())) {
        lenient.conf().set(setting._1(), setting._2());
      }
    }
    lenient.catalog().setCurrentDatabase(spark.catalog().currentDatabase());
    lenient.conf().set("spark.sql.caseSensitive", true);
    lenient.conf().set("spark.sql.legacy.parquet.nanosAsLong", true);
    // What is kept for a moment is not worth the search for its shortest form.
    lenient.conf().set("spark.sql.inMemoryColumnarStorage.compressed", false);
    return lenient;
  }

  private int position(String what, List<String> names, LineColumn wanted) {
    int exact = names.indexOf(wanted.name());
    if (exact >= 0) {
      return exact;
    }
    if (names.stream().filter(wanted.name()::equalsIgnoreCase).count() > 1) {
      throw new UserErrorException(
          "%s has several columns \"%s\": name one as it is written with scoring.source.column"
              .formatted(what, wanted.name()));
    }
    // A field within a column goes with it.
    String outer = wanted.name().substring(0, Math.max(0, wanted.name().indexOf('.')));
    int within = names.indexOf(outer);
    if (within >= 0) {
      return within;
    }
    return wanted
        .among(names)
        .orElseThrow(
            () ->
                new UserErrorException(
                    "%s has no column \"%s\", only %s: name the column of the %s with scoring.source.column"
                        .formatted(
                            what, wanted.name(), String.join(", ", names), wanted.content())));
  }

  private Column texts(String what, List<String> names, LineColumn wanted) {
    Column column = rows.col("c" + text);
    if (!names.contains(wanted.name()) && wanted.name().contains(".")) {
      for (String field : wanted.name().substring(names.get(text).length() + 1).split("\\.", -1)) {
        column = column.getField(field);
      }
    }
    try {
      String type = rows.select(column).schema().fields()[0].dataType().typeName();
      if (List.of("struct", "array", "map").contains(type)) {
        throw new UserErrorException(
            "Column \"%s\" of %s is of type %s: name one of texts with scoring.source.column"
                .formatted(wanted.name(), what, type));
      }
    } catch (UserErrorException e) {
      throw e;
    } catch (Exception e) { // Scala does not declare Spark's AnalysisException.
      throw new UserErrorException(
          "%s has no field %s: name the column of the %s with scoring.source.column"
              .formatted(what, wanted.name(), wanted.content()),
          e);
    }
    return column.cast(DataTypes.StringType);
  }

  @Override
  public StructType columns() {
    return columns;
  }

  @Override
  public int text() {
    return text;
  }

  /** The texts, of each file in its order. */
  JavaRDD<RawText> read(ColumnPlaces places) {
    int width = columns.length();
    return source
        .with(rows.withColumn("text", texts))
        .read()
        .map(row -> text(row, places.row(row.row()), width));
  }

  private static RawText text(PlacedRow row, Row columns, int text) {
    return row.corrupt().isEmpty()
        ? RawText.decoded(
            row.file(),
            row.number(),
            row.row().isNullAt(text) ? "" : row.row().getString(text),
            columns)
        : new RawText(row.file(), row.number(), row.corrupt(), PlacedRow.NO_RECORD, columns);
  }
}
