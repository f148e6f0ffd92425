package org.spiketrain.data.text;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.data.Split;
import org.spiketrain.data.table.CorpusTable;
import org.spiketrain.data.table.LabelledRow;
import org.spiketrain.data.table.LabelledRows;

/** Sentences in a table, a row a sentence; without a column of splits all are to be dealt. */
record TextRowsOfTable(LabelledRows table, boolean isSplit, TextFormat format)
    implements TextSource {
  private static final List<Split> SPLITS = List.of(Split.values());

  /** Reads the table once. */
  static TextRowsOfTable open(SparkSession spark, TextSettings settings) {
    CorpusTable corpus = settings.table();
    return new TextRowsOfTable(
        corpus.read(spark, settings.path()), !corpus.split().isBlank(), settings.files().format());
  }

  @Override
  public List<TextFile> files() {
    String name = table.shortName();
    return SPLITS.stream()
        .map(split -> new TextFile(SPLITS.indexOf(split), split, name, table.name(), format, ""))
        .toList();
  }

  @Override
  public String fingerprint() {
    return table.fingerprint();
  }

  @Override
  public JavaRDD<TextRow> rows() {
    boolean split = isSplit;
    return table.rows().map(row -> row(row, split));
  }

  private static TextRow row(LabelledRow row, boolean isSplit) {
    Split split = isSplit ? row.part().orElse(Split.TRAIN) : Split.TRAIN;
    String fault = isSplit && row.part().isEmpty() ? LabelledRow.UNKNOWN_SPLIT : row.fault();
    TextRow made =
        new TextRow(
            SPLITS.indexOf(split),
            row.number(),
            row.label(),
            row.text(),
            "",
            row.weight().value(),
            fault);
    return made.withFault(TextRows.fault(made));
  }

  @Override
  public void close() {
    table.close();
  }
}
