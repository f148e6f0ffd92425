package org.spiketrain.data.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.spiketrain.data.ClassLabels;
import org.spiketrain.data.table.LabelledRow;

/**
 * The rows of a corpus, cut into words, each with the reason why it cannot be used, if there is
 * one, in reading order. Kept by Spark until closed, since several passes go over it.
 */
record TextTable(JavaRDD<TextLine> lines) implements AutoCloseable {
  /** Reason for a sentence of the train split that says nothing to a network. */
  static final String ONLY_UNKNOWN = "only unknown words";

  private static final StructType REJECTS =
      new StructType()
          .add("number", DataTypes.IntegerType)
          .add("file", DataTypes.StringType)
          .add("row", DataTypes.LongType)
          .add("text", DataTypes.StringType)
          .add("reason", DataTypes.StringType);

  static TextTable of(JavaRDD<TextRow> rows, ClassLabels labels, Tokenizer tokens) {
    Map<String, Integer> numbers = labels.numbers();
    JavaRDD<TextLine> lines = rows.map(row -> line(row, numbers, tokens));
    return new TextTable(lines.persist(StorageLevel.MEMORY_AND_DISK_SER()));
  }

  private static TextLine line(TextRow row, Map<String, Integer> labels, Tokenizer tokenizer) {
    int label = labels.getOrDefault(row.label(), -1);
    String fault = row.fault();
    if (fault.isEmpty() && label < 0) {
      fault = LabelledRow.UNKNOWN_LABEL;
    }
    List<String> words = fault.isEmpty() ? tokenizer.words(row.text()) : List.of();
    if (fault.isEmpty() && words.isEmpty()) {
      fault = TextRows.EMPTY;
    }
    // A list that any version of Java reads back.
    return new TextLine(
        row.file(),
        row.row(),
        label,
        row.text(),
        new ArrayList<>(words),
        row.group(),
        row.weight(),
        fault);
  }

  JavaRDD<TextLine> usable() {
    return lines.filter(TextLine::usable);
  }

  /** The rows that cannot, and those that say nothing to a network. */
  JavaRDD<TextLine> rejects(JavaRDD<TextLine> onlyUnknown) {
    return lines
        .filter(line -> !line.usable())
        .union(onlyUnknown.map(line -> line.unusable(ONLY_UNKNOWN)));
  }

  /** Columns file, row, text and reason of rejects in reading order, in one partition. */
  static Dataset<Row> table(SparkSession spark, JavaRDD<TextLine> rejects, List<TextFile> files) {
    List<String> names = files.stream().map(TextFile::name).collect(Collectors.toList());
    JavaRDD<Row> rows =
        rejects.map(
            line ->
                RowFactory.create(
                    line.file(),
                    names.get(line.file()),
                    line.row(),
                    line.original(),
                    line.fault()));
    return spark
        .createDataFrame(rows, REJECTS)
        .repartition(1)
        .sortWithinPartitions("number", "row")
        .drop("number");
  }

  @Override
  public void close() {
    lines.unpersist();
  }
}
