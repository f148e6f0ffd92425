package org.spiketrain.job.score;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.spiketrain.model.UserErrorException;

/**
 * The names in a CSV or Parquet file, by Spark's readers. One file is read at a time: of several,
 * Spark would mix the pieces.
 */
final class TableNames {
  private static final String COLUMN = "name";

  private TableNames() {}

  /** Column {@code name} of a CSV file, or its first column if no header names one so. */
  static JavaRDD<RawName> csv(SparkSession spark, int index, InputFile file, CsvHeader setting) {
    DataFrameReader reader =
        spark.read().option("header", false).option("escape", "\"").option("mode", "PERMISSIVE");
    List<Row> first = reader.csv(file.pattern()).limit(1).collectAsList();
    if (first.isEmpty()) {
      return names(index, spark.emptyDataFrame().toDF());
    }
    OptionalInt named = column(fields(first.get(0)));
    boolean header =
        setting == CsvHeader.PRESENT || (setting == CsvHeader.DETECT && named.isPresent());
    Dataset<Row> rows = reader.option("header", header).csv(file.pattern());
    int column = header ? named.orElse(0) : 0;
    return names(index, rows.toDF(numbered(rows)).select("c" + column));
  }

  /** Column {@code name} of a Parquet file. */
  static JavaRDD<RawName> parquet(SparkSession spark, int index, InputFile file) {
    ParquetMagic.check(spark.sessionState().newHadoopConf(), file);
    Dataset<Row> rows = spark.read().parquet(file.pattern());
    String[] columns = rows.columns();
    int column =
        column(columns)
            .orElseThrow(
                () ->
                    new UserErrorException(
                        "Parquet file %s has no column \"%s\", only %s: rename the column of the names"
                            .formatted(file.location(), COLUMN, String.join(", ", columns))));
    Dataset<Row> renamed = rows.toDF(numbered(rows));
    return names(index, renamed.select(renamed.col("c" + column).cast(DataTypes.StringType)));
  }

  private static JavaRDD<RawName> names(int index, Dataset<Row> oneColumn) {
    return oneColumn
        .toJavaRDD()
        .map(
            row ->
                row.isNullAt(0) || row.getString(0).isBlank()
                    ? RawName.missing(index)
                    : RawName.decoded(index, row.getString(0)));
  }

  /** Names that can be selected whatever the columns are called. */
  private static String[] numbered(Dataset<Row> rows) {
    return IntStream.range(0, rows.columns().length).mapToObj(c -> "c" + c).toArray(String[]::new);
  }

  private static OptionalInt column(String[] columns) {
    return IntStream.range(0, columns.length)
        .filter(c -> columns[c].strip().equalsIgnoreCase(COLUMN))
        .findFirst();
  }

  private static String[] fields(Row row) {
    return IntStream.range(0, row.size())
        .mapToObj(c -> row.isNullAt(c) ? "" : row.getString(c))
        .toArray(String[]::new);
  }
}
