package org.spiketrain.results;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A small table of results whose columns have types: as CSV and for readers, as Parquet, and as
 * JSON.
 */
record ResultTable<T>(List<Column<T>> columns, List<T> rows) {
  /**
   * A column.
   *
   * @param type {@code String}, {@code Long} or {@code Double}
   * @param value null where a row has none; what is no number counts as none
   */
  record Column<T>(String name, Class<?> type, Function<T, Object> value) {
    private Object of(T row) {
      Object one = value.apply(row);
      return one instanceof Double number && number.isNaN() ? null : one;
    }

    private String shown(T row) {
      Object one = of(row);
      if (one instanceof Double number) {
        return name.endsWith("_seconds")
            ? String.format(Locale.ROOT, "%.1f", number)
            : digits(number);
      }
      return one == null ? "" : one.toString();
    }

    /** As JSON has it, a number with all of its digits; nothing where there is none. */
    private String text(T row) {
      Object one = of(row);
      return one == null ? "" : one.toString();
    }
  }

  static String digits(Double value) {
    return value == null ? "" : String.format(Locale.ROOT, "%.6f", value);
  }

  /** Returns a header, and what each row shows to a reader. */
  List<List<String>> shown() {
    return table(Column::shown);
  }

  byte[] csv() {
    return csv(table(Column::text));
  }

  private List<List<String>> table(BiFunction<Column<T>, T, String> cell) {
    List<List<String>> table = new ArrayList<>();
    table.add(columns.stream().map(Column::name).toList());
    for (T row : rows) {
      table.add(columns.stream().map(column -> cell.apply(column, row)).toList());
    }
    return table;
  }

  /** A table whose first row is the header. */
  static byte[] csv(List<List<String>> table) {
    return OutputFiles.csv(OutputFiles.line(table.get(0)), table.subList(1, table.size()));
  }

  byte[] parquet() {
    return new ParquetTable(
            columns.stream()
                .map(column -> new ParquetTable.Column(column.name, column.type))
                .toList(),
            rows.stream().map(this::values).toList())
        .bytes();
  }

  private List<Object> values(T row) {
    List<Object> values = new ArrayList<>();
    columns.forEach(column -> values.add(column.of(row)));
    return values;
  }

  /** Each row's values by the names of the columns, those that it has. */
  List<Map<String, Object>> tree() {
    return rows.stream()
        .map(
            row -> {
              Map<String, Object> tree = new LinkedHashMap<>();
              columns.forEach(column -> tree.put(column.name, column.of(row)));
              tree.values().removeIf(Objects::isNull);
              return tree;
            })
        .toList();
  }
}
