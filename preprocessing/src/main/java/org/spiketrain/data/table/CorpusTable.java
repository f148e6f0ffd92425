package org.spiketrain.data.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.input_file_block_start;
import static org.apache.spark.sql.functions.input_file_name;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.monotonically_increasing_id;
import static org.apache.spark.sql.functions.when;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.spiketrain.data.FrameWeights;
import org.spiketrain.data.KeyReader;
import org.spiketrain.data.SplitProtocol;
import org.spiketrain.data.io.TextLines;
import org.spiketrain.model.UserErrorException;

/**
 * A corpus in a table in place of files: its columns (keys {@code data.source.*}).
 *
 * @param text column of the names or sentences
 * @param label column of their classes
 * @param split column of their splits; blank where the section {@code split} deals them
 * @param id column by which the rows are put in order, and which names them; blank where they come
 *     in the order of their files
 * @param weight column of what a training multiplies their losses by; blank where all count alike
 */
public record CorpusTable(
    TableSource source,
    String text,
    String label,
    String split,
    String id,
    // Manifests of tables without weights stay as they were.
    @JsonInclude(JsonInclude.Include.NON_EMPTY) String weight) {
  /** No table. */
  public static final CorpusTable NONE = new CorpusTable(TableSource.NONE, "", "", "", "");

  private static final String SECTION = "data.source.";

  /** A table without weights. */
  public CorpusTable(TableSource source, String text, String label, String split, String id) {
    this(source, text, label, split, id, "");
  }

  /** Reads the section {@code data.source}. */
  public static CorpusTable of(KeyReader keys) {
    TableSource source = TableSource.of(keys, SECTION);
    CorpusTable table =
        new CorpusTable(
            source,
            keys.text(SECTION + "text"),
            keys.text(SECTION + "label"),
            keys.text(SECTION + "split"),
            keys.text(SECTION + "id"),
            keys.optional(SECTION + "weight"));
    if (source.isNamed() && (table.text.isBlank() || table.label.isBlank())) {
      throw keys.bad(
          SECTION + (table.text.isBlank() ? "text" : "label"), "the name of a column of the table");
    }
    if (!source.isNamed() && table.weights() == FrameWeights.PRESENT) {
      throw keys.bad(
          SECTION + "weight",
          "nothing where neither data.source.format nor data.source.table is set");
    }
    return source.isNamed() ? table : NONE;
  }

  /** Refuses a column of splits that the protocol does not ask for, and the other way round. */
  public void checkSplit(KeyReader keys, SplitProtocol protocol) {
    boolean byColumn = protocol == SplitProtocol.COLUMN;
    if (byColumn == split.isBlank()) {
      throw keys.bad(
          "split.protocol",
          byColumn
              ? "tutorial, stratified or hash, or a column data.source.split"
              : "column where data.source.split is set");
    }
  }

  /** Returns whether there is a table at all. */
  public boolean isNamed() {
    return source.isNamed();
  }

  /** Whether its rows have weights. */
  public FrameWeights weights() {
    return weight.isBlank() ? FrameWeights.ABSENT : FrameWeights.PRESENT;
  }

  /** Returns whether {@code data.path} is of no use. */
  public boolean isOfCatalogue() {
    return !source.table().isEmpty();
  }

  /** Keys with their values, as far as they are set. */
  public Map<String, Object> keys() {
    Map<String, Object> keys = new LinkedHashMap<>();
    if (isNamed()) {
      keys.put(SECTION + "format", source.format());
      keys.put(SECTION + "table", source.table());
      keys.put(SECTION + "options", source.options());
      keys.put(SECTION + "where", source.where());
      keys.put(SECTION + "text", text);
      keys.put(SECTION + "label", label);
      keys.put(SECTION + "split", split);
      keys.put(SECTION + "id", id);
      keys.put(SECTION + "weight", weight);
    }
    return keys;
  }

  /**
   * The rows in an order that depends on no partitions: that of the ids, else of the files and the
   * rows in them; where Spark knows no files, that of labels and texts. Kept by Spark until the
   * corpus is closed.
   *
   * @param path what the format reads
   * @throws UserErrorException if there is no such table or column, or no weight can be used
   */
  public LabelledRows read(SparkSession spark, String path) {
    String what = source.shown(path);
    Columns columns = new Columns(what, source.read(spark, path));
    columns.warnUnlessText("text", text);
    Dataset<Row> rows =
        columns.numbered.select(
            columns.bytes("text", text).as("text"),
            columns.bytes("label", label).as("label"),
            columns.text("split", split).as("split"),
            columns.text("id", id).as("id"),
            columns.weight(weight).as("weight"),
            columns.value("id", id).as("order"),
            coalesce(input_file_name(), lit("")).as("file"),
            input_file_block_start().as("start"),
            monotonically_increasing_id().as("at"));
    FrameWeights own = weights();
    LabelledRows labelled =
        LabelledRows.of(
            what,
            ordered(rows).javaRDD().zipWithIndex().map(row -> row(row._1(), row._2() + 1, own)),
            own);
    if (own == FrameWeights.PRESENT && labelled.lackWeights()) {
      labelled.close();
      throw new UserErrorException(
          "%s has no number of at least 0 in its column %s: name a column of weights in data.source.weight"
              .formatted(what, weight));
    }
    return labelled;
  }

  /**
   * Weights of a table's rows as texts, which {@link RowWeight#of} reads; empty where it has none.
   *
   * @param what what the table is called
   * @throws UserErrorException if there is no such column, or it holds neither numbers nor texts
   */
  public Column weightTexts(String what, Dataset<Row> table) {
    if (weights() == FrameWeights.ABSENT) {
      return lit("");
    }
    Column column = TableSource.column(what, table, weight, SECTION + "weight");
    checkWeights(what, weight, TableSource.type(table, column));
    return coalesce(column.cast(DataTypes.StringType), lit(""));
  }

  private static void checkWeights(String what, String name, DataType type) {
    if (!(type instanceof NumericType) && !(type instanceof StringType)) {
      throw new UserErrorException(
          "%s has %s in its column %s, which are no weights: name a column of numbers in data.source.weight"
              .formatted(what, type.simpleString(), name));
    }
  }

  private static Dataset<Row> ordered(Dataset<Row> rows) {
    Column nowhere = rows.col("file").equalTo("");
    List<Column> order = new ArrayList<>();
    for (String place : List.of("order", "file", "start")) {
      order.add(rows.col(place));
    }
    for (String content : List.of("label", "text", "weight", "split")) {
      order.add(when(nowhere, rows.col(content)));
    }
    order.add(rows.col("at"));
    return rows.orderBy(order.toArray(Column[]::new));
  }

  /** Columns as the keys name them; none where a key is blank. */
  private record Columns(String what, Dataset<Row> table, Dataset<Row> numbered) {
    Columns(String what, Dataset<Row> table) {
      this(what, table, TableColumn.numbered(table));
    }

    Column value(String key, String name) {
      TableColumn.Place place = new TableColumn.Place(what, SECTION + key);
      return name.isBlank() ? lit("") : TableColumn.of(table.schema(), name, place).in(numbered);
    }

    void warnUnlessText(String key, String name) {
      TableColumn.Place place = new TableColumn.Place(what, SECTION + key);
      TableColumn.of(table.schema(), name, place).warnUnlessText(numbered, name, place);
    }

    Column text(String key, String name) {
      return coalesce(value(key, name).cast(DataTypes.StringType), lit(""));
    }

    Column weight(String name) {
      Column column = value("weight", name);
      checkWeights(what, name, TableSource.type(numbered, column));
      return coalesce(column.cast(DataTypes.StringType), lit(""));
    }

    /** Text that may not be UTF-8, in place of which Spark would hand over other characters. */
    Column bytes(String key, String name) {
      return text(key, name).cast(DataTypes.BinaryType);
    }
  }

  private static LabelledRow row(Row row, long number, FrameWeights weights) {
    byte[] text = row.getAs(0);
    byte[] label = row.getAs(1);
    RowWeight weight =
        weights == FrameWeights.PRESENT ? RowWeight.of(row.getString(4)) : RowWeight.NONE;
    return new LabelledRow(
        number,
        new String(text, UTF_8),
        new String(label, UTF_8).strip(),
        row.getString(2).strip(),
        row.getString(3),
        weight,
        isUtf8(text) && isUtf8(label) ? weight.fault() : TextLines.INVALID_UTF8);
  }

  private static boolean isUtf8(byte[] text) {
    return Arrays.equals(new String(text, UTF_8).getBytes(UTF_8), text);
  }
}
