package org.spiketrain.data.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The rows set aside.
 *
 * @param lines rows with their faults
 */
record TextRejects(JavaRDD<TextLine> lines) {
  private static final StructType SCHEMA =
      new StructType()
          .add("number", DataTypes.IntegerType)
          .add("file", DataTypes.StringType)
          .add("row", DataTypes.LongType)
          .add("text", DataTypes.StringType)
          .add("reason", DataTypes.StringType);

  static TextRejects of(JavaRDD<TextLine> unusable, JavaRDD<TextLine> onlyUnknown) {
    JavaRDD<TextLine> unknown =
        onlyUnknown.map(
            line ->
                new TextLine(
                    line.file(),
                    line.row(),
                    line.label(),
                    line.original(),
                    line.words(),
                    TextTable.ONLY_UNKNOWN));
    return new TextRejects(unusable.union(unknown));
  }

  /** Number of rows by reason. */
  Map<String, Long> counts() {
    return lines.map(TextLine::fault).countByValue();
  }

  /** Columns file, row, text and reason in reading order, in one partition. */
  Dataset<Row> rows(SparkSession spark, List<TextFile> files) {
    List<String> names = new ArrayList<>(files.stream().map(TextFile::name).toList());
    JavaRDD<Row> rows =
        lines.map(
            line ->
                RowFactory.create(
                    line.file(),
                    names.get(line.file()),
                    line.row(),
                    line.original(),
                    line.fault()));
    return spark
        .createDataFrame(rows, SCHEMA)
        .repartition(1)
        .sortWithinPartitions("number", "row")
        .drop("number");
  }
}
