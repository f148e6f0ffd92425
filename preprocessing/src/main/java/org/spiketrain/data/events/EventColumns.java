package org.spiketrain.data.events;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.NumericType;
import org.spiketrain.data.KeyReader;
import org.spiketrain.data.table.TableSource;
import org.spiketrain.model.UserErrorException;

/**
 * Columns of a table that hold the events of recordings, an array each; fields within a column too,
 * as in {@code spikes.times}.
 *
 * @param section where the configuration names them, as in {@code data.source.}
 * @param times column of the times
 * @param units column of the channels, as many as times
 */
public record EventColumns(String section, String times, String units) implements Serializable {
  /** No columns. */
  public static final EventColumns NONE = new EventColumns("", "", "");

  private static final String NO_SECONDS =
      "whole numbers are no seconds: set data.events.time-factor, 0.001 for milliseconds and 0.000001 for microseconds (a model has that of its training: divide them in a view)";

  /** Reads the keys {@code times} and {@code units} of a section. */
  public static EventColumns of(KeyReader keys, String section) {
    EventColumns columns =
        new EventColumns(
            section, keys.optional(section + "times"), keys.optional(section + "units"));
    if (columns.times.isBlank() || columns.units.isBlank()) {
      throw keys.bad(
          section + (columns.times.isBlank() ? "times" : "units"), "the name of a column");
    }
    return columns;
  }

  /**
   * The two columns: times as arrays of floats, doubles or longs, channels as arrays of longs.
   *
   * @param what what the table is called
   * @param timeFactor what times are multiplied by
   * @throws UserErrorException if there is no such column, or it holds anything else
   */
  List<Column> in(String what, Dataset<Row> table, double timeFactor) {
    return List.of(times(what, table, timeFactor), units(what, table));
  }

  private Column times(String what, Dataset<Row> table, double timeFactor) {
    String key = section + "times";
    Column column = TableSource.column(what, table, times, key);
    DataType element = element(table, column);
    if (!(element instanceof NumericType)) {
      throw refused(
          what, times, type(table, column), "times of a recording's events, in seconds, as", key);
    }
    if (element instanceof FloatType || element instanceof DoubleType) {
      return column;
    }
    if (element instanceof DecimalType) {
      return column.cast(DataTypes.createArrayType(DataTypes.DoubleType));
    }
    if (timeFactor == 1) {
      throw new UserErrorException(
          "Column \"%s\" of %s holds %s, but %s"
              .formatted(times, what, type(table, column), NO_SECONDS));
    }
    return longs(column);
  }

  private Column units(String what, Dataset<Row> table) {
    String key = section + "units";
    Column column = TableSource.column(what, table, units, key);
    DataType element = element(table, column);
    if (!List.of(DataTypes.ByteType, DataTypes.ShortType, DataTypes.IntegerType, DataTypes.LongType)
        .contains(element)) {
      throw refused(
          what,
          units,
          type(table, column),
          "channels of a recording's events, from 0, as whole",
          key);
    }
    return longs(column);
  }

  private static Column longs(Column column) {
    return column.cast(DataTypes.createArrayType(DataTypes.LongType));
  }

  private static DataType element(Dataset<Row> table, Column column) {
    DataType type = TableSource.type(table, column);
    return type instanceof ArrayType array ? array.elementType() : DataTypes.NullType;
  }

  private static String type(Dataset<Row> table, Column column) {
    return TableSource.type(table, column).simpleString();
  }

  private static UserErrorException refused(
      String what, String column, String type, String content, String key) {
    return new UserErrorException(
        "Column \"%s\" of %s holds %s: expected the %s numbers in an array; name another column with %s, or a view in which it is one"
            .formatted(column, what, type, content, key));
  }
}
