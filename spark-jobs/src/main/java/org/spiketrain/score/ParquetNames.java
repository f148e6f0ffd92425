package org.spiketrain.score;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.spiketrain.data.LineColumn;
import org.spiketrain.data.io.ParquetFooter;
import org.spiketrain.model.UserErrorException;

/**
 * The names in a Parquet file, by Spark's reader. One file is read at a time: of several, Spark
 * would mix the pieces.
 */
final class ParquetNames {
  private ParquetNames() {}

  /** The wanted column. */
  static JavaRDD<RawText> read(SparkSession spark, InputFile file, LineColumn wanted) {
    ParquetFooter.check(spark.sessionState().newHadoopConf(), new Path(file.location()));
    Dataset<Row> rows = spark.read().parquet(file.pattern());
    List<String> columns = List.of(rows.columns());
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
    int index = file.index();
    return numbered
        .select(numbered.col("c" + column).cast(DataTypes.StringType))
        .toJavaRDD()
        .map(row -> RawText.decoded(index, row.isNullAt(0) ? "" : row.getString(0), 0));
  }
}
