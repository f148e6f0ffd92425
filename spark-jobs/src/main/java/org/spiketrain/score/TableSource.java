package org.spiketrain.score;

import java.util.Map;
import java.util.Optional;

/**
 * A table to score, as one of Spark's sources reads it.
 *
 * @param format name of the source, such as {@code json} or {@code delta}; blank where the endings
 *     of the files tell
 * @param table name of a table of the catalogue; blank where there is none
 * @param options options of the source
 * @param where condition in SQL on the rows to score; blank for all
 * @param column column of the texts, or a field within one, as {@code person.name}; blank for the
 *     one that the kind of data has
 */
public record TableSource(
    String format, String table, Map<String, String> options, String where, String column) {
  /** Files as their endings say. */
  public static final TableSource BY_ENDINGS = new TableSource("", "", Map.of(), "", "");

  /** The same with a table or a column where they are given. */
  public TableSource of(Optional<String> otherTable, Optional<String> otherColumn) {
    return new TableSource(
        format, otherTable.orElse(table), options, where, otherColumn.orElse(column));
  }
}
