package org.spiketrain.data.names;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.regexp_extract;
import static org.apache.spark.sql.functions.regexp_replace;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.spiketrain.data.Split;
import org.spiketrain.data.SplitProtocol;
import org.spiketrain.data.SplitSettings;
import org.spiketrain.data.SplitSizes;
import org.spiketrain.data.io.TextLines;
import org.spiketrain.data.names.NamesSource.NameLine;
import org.spiketrain.model.encode.LetterEncoder;

/**
 * The names of a source, normalised, each with the reason why it cannot be used, if there is one.
 * Kept by Spark until closed, since several passes go over it.
 */
final class NameTable implements AutoCloseable {
  /** Reason for a line of which normalisation leaves nothing. */
  static final String NO_USABLE_LETTER = "no usable letter";

  private static final String EMPTY_LINE = "empty line";
  private static final StructType SCHEMA =
      new StructType()
          .add("label", DataTypes.IntegerType, false)
          .add("line", DataTypes.IntegerType, false)
          .add("text", DataTypes.StringType, false)
          .add("original", DataTypes.StringType, false)
          .add("source", DataTypes.StringType, false)
          .add("reason", DataTypes.StringType, false)
          .add("split", DataTypes.StringType, false)
          .add("weight", DataTypes.FloatType, false);

  private final Dataset<Row> rows;

  private NameTable(Dataset<Row> rows) {
    this.rows = rows;
  }

  /** Usable names [classes], different ones in a class [classes], and rejects by sorted reason. */
  record Counts(List<Long> names, List<Long> differentNames, Map<String, Long> rejects) {}

  /**
   * Normalises names.
   *
   * @param splits gives names their splits, where they bring none
   */
  static NameTable of(
      SparkSession spark, JavaRDD<NameLine> lines, LetterEncoder encoder, SplitOfName splits) {
    JavaRDD<Row> rows = lines.map(line -> row(line, encoder, splits));
    return new NameTable(
        spark.createDataFrame(rows, SCHEMA).persist(StorageLevel.MEMORY_AND_DISK()));
  }

  /** The split of a name that brings none, if the name decides it alone. */
  record SplitOfName(SplitSettings split, long seed) implements Serializable {
    String of(String normalised) {
      return split.protocol() == SplitProtocol.HASH ? split.hashed(seed, normalised).label() : "";
    }
  }

  private static Row row(NameLine line, LetterEncoder encoder, SplitOfName splits) {
    String text = encoder.normalise(line.text());
    return RowFactory.create(
        line.label(),
        line.number(),
        text,
        line.text(),
        line.source(),
        reason(line, text),
        line.split() == null ? splits.of(text) : line.split().label(),
        line.weight());
  }

  private static String reason(NameLine line, String text) {
    if (!line.fault().isEmpty()) {
      return line.fault();
    }
    if (line.text().isBlank()) {
      return EMPTY_LINE;
    }
    if (TextLines.hasMark(line.text())) {
      return TextLines.MARK_WITHIN;
    }
    return text.isEmpty() ? NO_USABLE_LETTER : "";
  }

  /** Usable names: label, line, text (normalised), original, source, split (its label), weight. */
  Dataset<Row> names() {
    return rows.filter(col("reason").equalTo("")).drop("reason");
  }

  /**
   * Lines set aside, in reading order: file, row (its number, or the id of a table's), name (as in
   * the file), reason.
   */
  Dataset<Row> rejects() {
    // One partition, since one file is written: a global sort would sample the rows first.
    return rows.filter(col("reason").notEqual(""))
        .repartition(1)
        .sortWithinPartitions("label", "line", "source")
        .select(
            regexp_replace(col("source"), ":[^:]*$", "").as("file"),
            regexp_extract(col("source"), "([^:]*)$", 1).as("row"),
            col("original").as("name"),
            col("reason"));
  }

  /** Counts the lines, in one pass; a class without a usable name counts 0. */
  Counts counts(int classes) {
    Long[] names = new Long[classes];
    Long[] different = new Long[classes];
    Arrays.fill(names, 0L);
    Arrays.fill(different, 0L);
    Map<String, Long> rejects = new TreeMap<>();
    List<Row> counted =
        rows.groupBy("label", "reason").agg(count("*"), countDistinct("text")).collectAsList();
    for (Row row : counted) {
      if (row.getString(1).isEmpty()) {
        names[row.getInt(0)] = row.getLong(2);
        different[row.getInt(0)] = row.getLong(3);
      } else {
        rejects.merge(row.getString(1), row.getLong(2), Long::sum);
      }
    }
    return new Counts(List.of(names), List.of(different), rejects);
  }

  /** Number of {@link #names} of each class in each split. */
  static List<SplitSizes> splits(Dataset<Row> names, int classes) {
    Map<String, Long> counts = new HashMap<>();
    for (Row row : names.groupBy("label", "split").count().collectAsList()) {
      counts.put(row.getInt(0) + row.getString(1), row.getLong(2));
    }
    return IntStream.range(0, classes)
        .mapToObj(
            label ->
                new SplitSizes(
                    counts.getOrDefault(label + Split.TRAIN.label(), 0L),
                    counts.getOrDefault(label + Split.VALIDATION.label(), 0L),
                    counts.getOrDefault(label + Split.TEST.label(), 0L)))
        .toList();
  }

  /** Number of different normalised names that more than one class has. */
  long namesInSeveralClasses() {
    return names()
        .groupBy("text")
        .agg(min("label").as("first"), max("label").as("last"))
        .filter(col("first").notEqual(col("last")))
        .count();
  }

  @Override
  public void close() {
    rows.unpersist();
  }
}
