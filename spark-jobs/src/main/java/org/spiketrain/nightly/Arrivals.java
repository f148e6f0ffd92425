package org.spiketrain.nightly;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.spiketrain.data.CorpusSettings;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.data.io.PathSetting;
import org.spiketrain.data.io.SourceFiles;
import org.spiketrain.data.table.TableSource;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.nightly.NightlySettings.Arrival;

/**
 * Looks for data.
 *
 * @param asOf the day up to which data are looked for
 * @param dated whether that day was asked for, so that data without a date cannot be dealt with
 */
public record Arrivals(
    SparkSession spark,
    CorpusSettings data,
    NightlySettings settings,
    LocalDate asOf,
    boolean dated) {

  /** The setting of the watermark names no column of the table. */
  public static final class NoColumnException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private NoColumnException(String message) {
      super(message);
    }
  }

  /**
   * All data there are, whether they were taken in or not, in their order; of a table one that has
   * all rows beyond a watermark.
   *
   * @param watermark the largest value that was taken in, as a condition has it; empty for none
   * @throws NoColumnException if the table has no column of the watermark
   * @throws UserErrorException if they cannot be listed
   */
  public List<Increment> all(String watermark) {
    return settings.arrival() == Arrival.TABLE ? ofTable(watermark) : ofFolder();
  }

  private List<Increment> ofFolder() {
    Configuration conf = spark.sessionState().newHadoopConf();
    Path folder = PathSetting.parse("data.path", data.path());
    boolean folders = settings.arrival() == Arrival.PARTITIONS;
    try {
      FileSystem fs = FileSystems.of(conf, folder);
      List<Increment> found = new ArrayList<>();
      for (FileStatus one : fs.listStatus(folder)) {
        String name = one.getPath().getName();
        if (one.isDirectory() == folders
            && !name.startsWith(".")
            && !name.startsWith("_")
            && isDue(name)) {
          found.add(increment(fs, one));
        }
      }
      found.sort(Comparator.comparing(Increment::date).thenComparing(Increment::id));
      return List.copyOf(found);
    } catch (IOException e) {
      throw new UserErrorException(
          "Cannot list data.path %s: %s. Name the folder in which new data arrive as %s"
              .formatted(folder, e.getMessage(), folders ? "folders" : "files"),
          e);
    }
  }

  private boolean isDue(String name) {
    String date = Increment.dateIn(name);
    if (date.isEmpty() && dated) {
      throw new UserErrorException(
          "%s has no date in its name, so that nobody knows whether it is of %s or before: name it as 2026-11-30, or leave --as-of away"
              .formatted(name, asOf));
    }
    return date.isEmpty() || !LocalDate.parse(date).isAfter(asOf);
  }

  private Increment increment(FileSystem fs, FileStatus one) throws IOException {
    Path path = one.getPath();
    List<String> files = new ArrayList<>();
    list(fs, one, "", files);
    // Readers of tables take a name for a pattern, which may be that of other data too.
    List<String> refused =
        data.table().isNamed()
            ? List.of("{", "}", ",", "[", "]", "*", "?", "\\")
            : List.of("{", "}", ",");
    if (refused.stream().anyMatch(path.getName()::contains)) {
      throw new UserErrorException(
          "%s has one of %s in its name: give it another one, such as its date"
              .formatted(path, String.join(" ", refused)));
    }
    if (files.isEmpty()) {
      throw new UserErrorException(
          "%s is empty: take it away, or name it with a dot or _ before until it has its files"
              .formatted(path));
    }
    files.sort(Comparator.naturalOrder());
    return new Increment(
        path.getName(),
        Increment.dateIn(path.getName()),
        Map.of("data.path", path.toString()),
        SourceFiles.fingerprint(files.stream()),
        "");
  }

  private static void list(FileSystem fs, FileStatus one, String within, List<String> files)
      throws IOException {
    if (!one.isDirectory()) {
      files.add(within + one.getLen());
      return;
    }
    for (FileStatus below : fs.listStatus(one.getPath())) {
      list(fs, below, within + below.getPath().getName() + "/", files);
    }
  }

  private List<Increment> ofTable(String watermark) {
    TableSource source = data.table().source();
    String column = settings.watermark();
    Dataset<Row> rows = source.read(spark, data.path());
    DataType type =
        Stream.of(rows.schema().fields())
            .filter(field -> field.name().equalsIgnoreCase(column))
            .findFirst()
            .orElseThrow(
                () ->
                    new NoColumnException(
                        "%s has no column %s (nightly.watermark), but %s: name one whose values only grow"
                            .formatted(
                                source.shown(data.path()),
                                column,
                                Arrays.toString(rows.columns()))))
            .dataType();
    String due = condition(column, watermark, type);
    Dataset<Row> fresh = due.isEmpty() ? rows : rows.where(due);
    Row newest =
        fresh.agg(expr(shown("max(%s)".formatted(quoted(column)), type))).collectAsList().get(0);
    requireValues(rows, column);
    if (newest.isNullAt(0)) {
      return List.of();
    }
    String last = newest.getString(0);
    String condition =
        Stream.of(source.where(), due, "%s <= %s".formatted(quoted(column), literal(last, type)))
            .filter(one -> !one.isBlank())
            .map("(%s)"::formatted)
            .reduce((a, b) -> a + " AND " + b)
            .orElseThrow();
    return List.of(
        new Increment(
            id(last, type),
            asOf.toString(),
            Map.of("data.source.where", condition),
            SourceFiles.fingerprint(Stream.of(condition)),
            literal(last, type)));
  }

  /** What rows must be like to be new and due. */
  private String condition(String column, String watermark, DataType type) {
    List<String> parts = new ArrayList<>();
    if (!watermark.isEmpty()) {
      parts.add("%s > %s".formatted(quoted(column), watermark));
    }
    if (dated) {
      if (type instanceof NumericType) {
        throw new UserErrorException(
            "Column %s (nightly.watermark) holds numbers, so that nobody knows which rows are of %s or before: leave --as-of away, or name a column of times or dates"
                .formatted(column, asOf));
      }
      parts.add("%s < '%s'".formatted(quoted(column), asOf.plusDays(1)));
    }
    return String.join(" AND ", parts);
  }

  private static String quoted(String column) {
    return "`" + column.replace("`", "``") + "`";
  }

  /** Rows without a value are on neither side of a watermark, and would never be taken in. */
  private void requireValues(Dataset<Row> rows, String column) {
    if (!rows.where(col(quoted(column)).isNull()).isEmpty()) {
      throw new UserErrorException(
          "There are rows whose %s (nightly.watermark) is null, so that nobody knows when they came: give them a value, or leave them out with data.source.where = \"%s IS NOT NULL\""
              .formatted(column, column));
    }
  }

  /** A value as text, of which {@link #literal} makes it again. */
  static String shown(String value, DataType type) {
    // A time's text depends on the session's time zone, and twice a year means two of them.
    return type.equals(DataTypes.TimestampType)
        ? "cast(unix_micros(%s) AS STRING)".formatted(value)
        : "cast(%s AS STRING)".formatted(value);
  }

  /** The value in SQL, exactly. */
  static String literal(String value, DataType type) {
    if (type.equals(DataTypes.TimestampType)) {
      return "timestamp_micros(%s)".formatted(value);
    }
    String text = "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
    // Bare, 0.1 is a decimal number, which is less than the float 0.1.
    return type instanceof NumericType ? "cast(%s AS %s)".formatted(text, type.sql()) : text;
  }

  /** A name of its own for each value. */
  static String id(String value, DataType type) {
    String name =
        type.equals(DataTypes.TimestampType)
            ? Instant.EPOCH.plus(Long.parseLong(value), ChronoUnit.MICROS).toString()
            : value;
    String safe = name.replaceAll("[^A-Za-z0-9.-]+", "_");
    // Two texts may become the same.
    return type.equals(DataTypes.StringType) && !safe.equals(name)
        ? "to-%s-%s".formatted(safe, SourceFiles.fingerprint(Stream.of(value)).substring(0, 12))
        : "to-" + safe;
  }
}
