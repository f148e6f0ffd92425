package org.spiketrain.score;

import java.util.HashSet;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.spiketrain.data.LineColumn;
import org.spiketrain.data.table.TableColumn;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.score.PlacedRows.PlacedRow;

/** A table that one of Spark's sources reads. */
final class SparkTable implements TableColumns.Table {
  private static final String KEY = "scoring.source.column";

  private final PlacedRows source;
  private final Dataset<Row> rows;
  private final StructType columns;
  private final TableColumn text;

  SparkTable(PlacedRows source, LineColumn wanted) {
    this.source = source;
    this.columns = source.rows().schema();
    this.rows = TableColumn.numbered(source.rows());
    TableColumn.Place place = new TableColumn.Place(source.what(), KEY);
    this.text = TableColumn.of(columns, wanted.name(), place);
    text.warnUnlessText(rows, wanted.name(), place);
    Set<String> names = new HashSet<>();
    for (String name : columns.fieldNames()) {
      if (!names.add(name)) {
        throw new UserErrorException(
            "%s has several columns \"%s\": rename one, as a view can"
                .formatted(source.what(), name));
      }
    }
  }

  @Override
  public StructType columns() {
    return columns;
  }

  @Override
  public int text() {
    return text.position();
  }

  /** The texts, of each file in its order. */
  JavaRDD<RawText> read(ColumnPlaces places) {
    int width = columns.length();
    return source
        .with(rows.withColumn("text", text.textIn(rows)))
        .read()
        .map(row -> text(row, places.row(row.row()), width));
  }

  private static RawText text(PlacedRow row, Row columns, int text) {
    return row.corrupt().isEmpty()
        ? RawText.decoded(
            row.file(),
            row.number(),
            row.row().isNullAt(text) ? "" : row.row().getString(text),
            columns)
        : new RawText(row.file(), row.number(), row.corrupt(), PlacedRow.NO_RECORD, columns);
  }
}
