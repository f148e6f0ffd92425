package org.spiketrain.data;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.spiketrain.data.events.EventColumns;

/** Makes frames of recordings in rows of tables. */
public interface RecordingRows extends Serializable {
  /**
   * The columns of a row's times and channels, as a {@link Reader} takes them.
   *
   * @param what what the table is called
   * @throws org.spiketrain.model.UserErrorException if there is no such column, or it holds
   *     anything else
   */
  List<Column> columns(String what, Dataset<Row> table, EventColumns names);

  /** A reader with its own working memory: one thread at a time. */
  Reader reader();

  /** Reads rows. */
  @FunctionalInterface
  interface Reader {
    /**
     * Reads the events of a row.
     *
     * @param times null where the row has none
     * @param units null where the row has none
     */
    Reading read(List<? extends Number> times, List<? extends Number> units);
  }
}
