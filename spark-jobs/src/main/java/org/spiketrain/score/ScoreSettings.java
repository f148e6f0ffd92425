package org.spiketrain.score;

import static org.apache.spark.sql.functions.base64;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.to_json;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.spiketrain.data.events.EventColumns;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.data.table.TableSource;
import org.spiketrain.model.zoo.AnswerRule;

/**
 * Settings of a scoring of files or tables.
 *
 * @param top number of classes given for each name, sentence or recording, from 1; more than there
 *     are gives all
 * @param source a table; none for files as their endings say
 * @param column column of the names or sentences; blank for the one that the kind of data has
 * @param events columns of the events of recordings in tables
 * @param rule how probabilities become answers
 */
public record ScoreSettings(
    int top,
    OutputFormat format,
    CsvDialect csv,
    OutputMode mode,
    TableSource source,
    String column,
    ScoreNames names,
    ScoreTarget target,
    EventColumns events,
    AnswerRule rule) {
  /** The usual columns of events, whose answer is the most probable class. */
  public ScoreSettings(
      int top,
      OutputFormat format,
      CsvDialect csv,
      OutputMode mode,
      TableSource source,
      String column,
      ScoreNames names,
      ScoreTarget target) {
    this(
        top,
        format,
        csv,
        mode,
        source,
        column,
        names,
        target,
        new EventColumns("scoring.source.", "times", "units"),
        AnswerRule.PLAIN);
  }

  /** Files as their endings say, into a folder. */
  public ScoreSettings(int top, OutputFormat format, CsvDialect csv, OutputMode mode) {
    this(top, format, csv, mode, TableSource.NONE, "", ScoreNames.USUAL, ScoreTarget.NEW_FOLDER);
  }

  /** The same with another folder of what cannot be scored. */
  ScoreSettings withRejects(String folder) {
    return into(
        new ScoreTarget(target.write(), target.table(), target.partitionBy(), folder), mode);
  }

  /** The same with another target. */
  public ScoreSettings into(ScoreTarget other, OutputMode otherMode) {
    return new ScoreSettings(
        top, format, csv, otherMode, source, column, names, other, events, rule);
  }

  /** Formats of scores; the columns are the same in all of them. */
  public enum OutputFormat {
    PARQUET,
    ORC,
    /** Arrays, maps and structures as JSON, bytes in base 64. */
    CSV,
    /** JSON Lines: one object a line. */
    JSON;

    DataFrameWriter<Row> writer(Dataset<Row> rows) {
      DataFrameWriter<Row> writer = (this == CSV ? flat(rows) : rows).write().format(name());
      return this == CSV
          ? writer
              .option("header", true)
              .option("escape", "\"")
              .option("ignoreLeadingWhiteSpace", false)
              .option("ignoreTrailingWhiteSpace", false)
          : writer;
    }

    /** Reads what a {@link #writer} has written. */
    DataFrameReader reader(SparkSession spark) {
      DataFrameReader reader = spark.read().format(name());
      return this == CSV
          ? reader.option("header", true).option("escape", "\"").option("multiLine", true)
          : reader;
    }

    private static Dataset<Row> flat(Dataset<Row> rows) {
      return rows.select(
          Arrays.stream(rows.schema().fields()).map(OutputFormat::flat).toArray(Column[]::new));
    }

    private static Column flat(StructField field) {
      Column column = col("`" + field.name().replace("`", "``") + "`");
      DataType type = field.dataType();
      if (type instanceof BinaryType) {
        return base64(column).as(field.name());
      }
      boolean nested =
          type instanceof ArrayType || type instanceof MapType || type instanceof StructType;
      return nested ? to_json(column).as(field.name()) : column;
    }
  }

  /**
   * What scores are added to.
   *
   * @param table name of a table of the catalogue; blank for a folder
   * @param partitionBy columns by whose values the rows are laid apart
   * @param rejects folder of what could not be scored; blank for one in the output folder
   */
  public record ScoreTarget(Write write, String table, List<String> partitionBy, String rejects) {
    /** A folder of its own. */
    public static final ScoreTarget NEW_FOLDER = new ScoreTarget(Write.WHOLE, "", List.of(), "");

    /** Whether the scores become a folder of their own, which appears when it is whole. */
    public boolean isFolderOfItsOwn() {
      return write == Write.WHOLE && table.isBlank();
    }
  }

  /** What becomes of scores that are there already. */
  public enum Write {
    /** They are refused, or replaced where that is asked for. */
    WHOLE,
    /** They stay. */
    APPEND,
    /** Partitions that come anew replace those of the same values. */
    PARTITIONS
  }
}
