package org.spiketrain.score;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.spiketrain.data.RecordingRows;
import org.spiketrain.data.events.EventColumns;

/**
 * A table with a recording a row. Its columns are all but those of the events, which are far larger
 * than all that scoring has to say of them.
 *
 * @param rows all columns, and behind them times and channels
 * @param kept positions of the columns
 */
record EventTable(PlacedRows rows, List<Integer> kept) implements TableColumns.Table {
  static EventTable of(PlacedRows source, RecordingRows reader, EventColumns names) {
    Dataset<Row> rows = source.rows();
    List<Column> events = reader.columns(source.what(), rows, names);
    List<String> columns = List.of(rows.columns());
    List<Optional<Integer>> left =
        List.of(outer(columns, names.times()), outer(columns, names.units()));
    return new EventTable(
        source.with(rows.select(functions.col("*"), events.get(0), events.get(1))),
        IntStream.range(0, columns.size())
            .boxed()
            .filter(c -> !left.contains(Optional.of(c)))
            .toList());
  }

  /** The column that holds a field, or is it itself. */
  private static Optional<Integer> outer(List<String> columns, String name) {
    List<String> holders = List.of(name, name.replace("`", ""), name.replaceFirst("\\..*", ""));
    // As it is written first: another column may differ in case alone.
    return Stream.concat(
            holders.stream().map(columns::indexOf),
            holders.stream().map(one -> positionInAnyCase(columns, one)))
        .filter(c -> c >= 0)
        .findFirst();
  }

  private static int positionInAnyCase(List<String> columns, String name) {
    return IntStream.range(0, columns.size())
        .filter(c -> columns.get(c).equalsIgnoreCase(name))
        .findFirst()
        .orElse(-1);
  }

  @Override
  public StructType columns() {
    StructField[] all = rows.rows().schema().fields();
    return new StructType(kept.stream().map(c -> all[c]).toArray(StructField[]::new));
  }

  /** There are none. */
  @Override
  public int text() {
    return -1;
  }
}
