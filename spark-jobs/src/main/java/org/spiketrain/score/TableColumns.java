package org.spiketrain.score;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.spiketrain.model.UserErrorException;

/**
 * Columns of all tables of an input: those of the same name are one, as are those of the texts,
 * which are called as in the first table.
 */
final class TableColumns {
  /** A table with a column of texts. */
  interface Table {
    StructType columns();

    /** Position of the texts' column. */
    int text();
  }

  private final Map<String, Integer> byName = new LinkedHashMap<>();
  private final List<StructField> all = new ArrayList<>();
  private int text;

  /**
   * @throws UserErrorException if a column has two types, or two meanings
   */
  TableColumns(List<? extends Table> tables) {
    for (Table table : tables) {
      StructField[] fields = table.columns().fields();
      boolean first = all.isEmpty();
      for (int c = 0; c < fields.length; c++) {
        if (first || c != table.text()) {
          add(fields[c]);
        }
        if (!first && c != table.text() && byName.get(fields[c].name()) == text) {
          throw new UserErrorException(
              "Column \"%s\" holds the texts in some files of the input and something else in others: score them apart"
                  .formatted(fields[c].name()));
        }
      }
      text = first ? table.text() : text;
    }
  }

  private void add(StructField column) {
    Integer known = byName.putIfAbsent(column.name(), all.size());
    if (known == null) {
      all.add(column);
    } else if (!all.get(known).dataType().equals(column.dataType())) {
      throw new UserErrorException(
          "Column \"%s\" holds %s in some files of the input and %s in others: score them apart"
              .formatted(
                  column.name(),
                  all.get(known).dataType().simpleString(),
                  column.dataType().simpleString()));
    }
  }

  StructType schema() {
    return new StructType(all.toArray(StructField[]::new));
  }

  /** The column of the texts. */
  StructField texts() {
    return all.get(text);
  }

  /** Places of a table's columns among all. */
  ColumnPlaces places(Table table) {
    String[] names = table.columns().fieldNames();
    return new ColumnPlaces(
        IntStream.range(0, names.length)
            .map(c -> c == table.text() ? text : byName.get(names[c]))
            .boxed()
            .toList(),
        all.size());
  }
}
