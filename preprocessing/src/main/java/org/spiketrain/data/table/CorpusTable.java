package org.spiketrain.data.table;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.input_file_block_start;
import static org.apache.spark.sql.functions.input_file_name;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.monotonically_increasing_id;
import static org.apache.spark.sql.functions.when;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
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
              ? "tutorial or stratified, or a column data.source.split"
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
    Dataset<Row> table = source.read(spark, path);
    Column file = coalesce(input_file_name(), lit(""));
    Column weights = weightTexts(what, table);
    Dataset<Row> rows =
        TableSource.opened(
            what,
            () ->
                table.select(
                    texts(table, text).as("text"),
                    texts(table, label).as("label"),
                    split.isBlank() ? lit("").as("split") : texts(table, split).as("split"),
                    id.isBlank() ? lit("").as("id") : texts(table, id).as("id"),
                    weights.as("weight"),
                    id.isBlank() ? lit(0).as("order") : table.col(id).as("order"),
                    file.as("file"),
                    input_file_block_start().as("start"),
                    monotonically_increasing_id().as("at")));
    FrameWeights own = weights();
    JavaRDD<LabelledRow> numbered =
        ordered(rows).javaRDD().zipWithIndex().map(row -> labelled(row._1(), row._2() + 1, own));
    LabelledRows labelled = LabelledRows.of(what, numbered, own);
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
    DataType type =
        TableSource.opened(what, () -> table.select(table.col(weight)))
            .schema()
            .apply(0)
            .dataType();
    if (!(type instanceof NumericType) && !(type instanceof StringType)) {
      throw new UserErrorException(
          "%s has %s in its column %s, which are no weights: name a column of numbers in data.source.weight"
              .formatted(what, type.simpleString(), weight));
    }
    return texts(table, weight);
  }

  private Dataset<Row> ordered(Dataset<Row> rows) {
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

  private static LabelledRow labelled(Row row, long number, FrameWeights weights) {
    return new LabelledRow(
        number,
        row.getString(0),
        row.getString(1).strip(),
        row.getString(2).strip(),
        row.getString(3),
        weights == FrameWeights.PRESENT ? RowWeight.of(row.getString(4)) : RowWeight.NONE);
  }

  private static Column texts(Dataset<Row> table, String column) {
    return coalesce(table.col(column).cast(DataTypes.StringType), lit(""));
  }
}
