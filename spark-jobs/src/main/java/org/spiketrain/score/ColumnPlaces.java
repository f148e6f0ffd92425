package org.spiketrain.score;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Places of one table's columns among those of all tables of an input.
 *
 * @param places position of each column
 * @param width number of all columns; those that a table does not have are null
 */
record ColumnPlaces(List<Integer> places, int width) implements Serializable {
  /** A row with these fields; what a row has more than its table is left out. */
  Row row(List<?> fields) {
    Object[] all = new Object[width];
    for (int c = 0; c < Math.min(fields.size(), places.size()); c++) {
      all[places.get(c)] = fields.get(c);
    }
    return RowFactory.create(all);
  }

  /** A row with the fields of one of the table's, which may have more behind them. */
  Row row(Row fields) {
    Object[] all = new Object[width];
    for (int c = 0; c < places.size(); c++) {
      all[places.get(c)] = fields.get(c);
    }
    return RowFactory.create(all);
  }

  /** A row with the field of one column. */
  Row row(int column, Object field) {
    Object[] all = new Object[width];
    if (column < places.size()) {
      all[places.get(column)] = field;
    }
    return RowFactory.create(all);
  }
}
