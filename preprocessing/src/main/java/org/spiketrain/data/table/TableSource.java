package org.spiketrain.data.table;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.function.Supplier;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.spiketrain.data.KeyReader;
import org.spiketrain.model.Causes;
import org.spiketrain.model.UserErrorException;

/**
 * A table of the catalogue, or what one of Spark's sources reads from a path.
 *
 * @param format name of the source, such as {@code json} or {@code delta}; blank where none is
 *     named
 * @param table name of a table or view of the session's catalogue; blank where there is none
 * @param options options of the source
 * @param where condition in SQL on the rows; blank for all
 */
public record TableSource(String format, String table, Map<String, String> options, String where) {
  /** No table, but files as their endings or other settings say. */
  public static final TableSource NONE = new TableSource("", "", Map.of(), "");

  /**
   * Reads keys.
   *
   * @param section where they are, as in {@code data.source.}
   */
  public static TableSource of(KeyReader keys, String section) {
    TableSource source =
        new TableSource(
            keys.text(section + "format").strip(),
            keys.text(section + "table").strip(),
            options(keys, section + "options"),
            keys.text(section + "where"));
    if (!source.format.isEmpty() && !source.table.isEmpty()) {
      throw keys.bad(section + "table", "nothing where %sformat is set".formatted(section));
    }
    if (!source.where.isBlank() && !source.isNamed()) {
      throw keys.bad(
          section + "where",
          "nothing where neither %1$sformat nor %1$stable is set".formatted(section));
    }
    return source;
  }

  private static Map<String, String> options(KeyReader keys, String key) {
    Map<String, String> options = new LinkedHashMap<>();
    for (String option : keys.list(key)) {
      int equals = option.indexOf('=');
      if (equals < 1) {
        throw keys.bad(key, "key=value, with commas between them");
      }
      options.put(option.substring(0, equals).strip(), option.substring(equals + 1).strip());
    }
    return options;
  }

  /** Returns whether there is a table at all. */
  public boolean isNamed() {
    return !format.isEmpty() || !table.isEmpty();
  }

  /** Name of the table, or the path. */
  public String shown(String path) {
    return table.isEmpty() ? path : "Table " + table;
  }

  /**
   * The rows.
   *
   * @param path what the format reads; not looked at where a table is named
   * @throws UserErrorException if there is no such table, path or format, or the condition is wrong
   */
  public Dataset<Row> read(SparkSession spark, String path) {
    if (!table.isEmpty()) {
      try {
        return opened(shown(path), () -> filtered(spark.read().options(options).table(table)));
      } catch (UserErrorException e) {
        throw e.getMessage().contains("TABLE_OR_VIEW_NOT_FOUND") ? notThere(spark, e) : e;
      }
    }
    try {
      return load(ReadingSession.of(spark), path);
    } catch (UserErrorException e) {
      try {
        return load(ReadingSession.caseSensitive(spark), path);
      } catch (UserErrorException again) {
        e.addSuppressed(again);
        throw e;
      }
    }
  }

  private UserErrorException notThere(SparkSession spark, UserErrorException e) {
    return new UserErrorException(
        "There is no table %s in this session's catalogue, which is %s: name one that is there; for Hive's take a Spark with Hive (SPARK_HOME) and --conf spark.sql.catalogImplementation=hive, for others the --conf settings of their catalogue"
            .formatted(table, spark.conf().get("spark.sql.catalogImplementation", "in-memory")),
        e);
  }

  private Dataset<Row> load(SparkSession reading, String path) {
    DataFrameReader reader = reading.read().options(options);
    Dataset<Row> rows =
        format.equalsIgnoreCase("parquet")
            ? ParquetColumns.load(path, reading, reader, path)
            : opened(path, () -> reader.format(format).load(path));
    return opened(path, () -> filtered(rows));
  }

  private Dataset<Row> filtered(Dataset<Row> rows) {
    Dataset<Row> filtered = where.isBlank() ? rows : rows.where(where);
    // Some sources, Iceberg's among them, look at their options no sooner.
    filtered.queryExecution().optimizedPlan();
    return filtered;
  }

  /**
   * What Spark opens, its refusal in one line.
   *
   * @param what what is opened, for the message
   */
  public static Dataset<Row> opened(String what, Supplier<Dataset<Row>> rows) {
    try {
      return rows.get();
    } catch (Exception e) { // Scala does not declare Spark's AnalysisException.
      String reason = String.valueOf(reason(e).getMessage()).lines().findFirst().orElse("");
      throw new UserErrorException(
          "%s cannot be read: %s. Look at the name, the format, its options and the condition"
              .formatted(what, reason.replaceFirst("\\.+$", "")),
          e);
    } catch (LinkageError | ServiceConfigurationError e) {
      throw new UserErrorException(
          "%s cannot be read: a package of --packages or --jars was made for another version of Spark or Scala than this one (%s)"
              .formatted(what, e),
          e);
    }
  }

  /**
   * A column of a table, or a field within one.
   *
   * @param what what the table is called
   * @param key the key that names the column
   * @throws UserErrorException if there is none
   */
  public static Column column(String what, Dataset<Row> table, String name, String key) {
    try {
      Column column = table.col(name);
      var unused = type(table, column);
      return column;
    } catch (Exception e) { // Scala does not declare Spark's AnalysisException.
      throw new UserErrorException(
          "%s has no column \"%s\", only %s: name another with %s"
              .formatted(what, name, String.join(", ", table.columns()), key),
          e);
    }
  }

  /** Type of a column of a table. */
  public static DataType type(Dataset<Row> table, Column column) {
    return table.select(column).schema().fields()[0].dataType();
  }

  /** Spark says what a task threw below its own words on the job. */
  private static Throwable reason(Throwable e) {
    return Causes.of(e)
        .first(t -> !String.valueOf(t.getMessage()).startsWith("Job aborted"))
        .orElse(e);
  }
}
