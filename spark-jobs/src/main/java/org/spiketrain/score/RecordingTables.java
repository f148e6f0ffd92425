package org.spiketrain.score;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.spiketrain.data.Reading;
import org.spiketrain.data.RecordingEncoder;
import org.spiketrain.data.RecordingRows;
import org.spiketrain.data.table.WideRows;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.score.InputFile.InputFormat;
import org.spiketrain.score.PlacedRows.PlacedRow;

/** Recordings of events in the rows of tables. */
final class RecordingTables implements ScoreInput {
  private final RecordingEncoder encoder;
  private final String what;
  private final List<InputFile> files;
  private final List<EventTable> tables = new ArrayList<>();
  private final TableColumns columns;

  /**
   * Looks into all files, or the table.
   *
   * @throws UserErrorException if one has not the columns of events
   */
  RecordingTables(
      SparkSession spark,
      RecordingEncoder encoder,
      String path,
      List<InputFile> files,
      ScoreSettings settings,
      ScoreSplit split) {
    this.encoder = encoder;
    this.what = files.isEmpty() ? settings.source().shown(path) : path;
    this.files = files;
    RecordingRows reader =
        encoder
            .rows()
            .orElseThrow(
                () ->
                    new UserErrorException(
                        "The model reads recordings in files that end in %s alone: name such with --input"
                            .formatted(encoder.endings())));
    for (PlacedRows rows : rows(spark, path, settings, split)) {
      tables.add(EventTable.of(rows, reader, settings.events()));
    }
    this.columns = new TableColumns(tables);
  }

  private List<PlacedRows> rows(
      SparkSession spark, String path, ScoreSettings settings, ScoreSplit split) {
    if (files.isEmpty()) {
      return List.of(PlacedRows.of(spark, settings.source(), path));
    }
    return InputFormat.TABLES.stream()
        .map(format -> files.stream().filter(file -> file.format() == format).toList())
        .filter(same -> !same.isEmpty())
        .map(same -> PlacedRows.ofFiles(split.reading(spark), same.get(0).format(), same))
        .toList();
  }

  @Override
  public boolean hasFiles() {
    return !files.isEmpty();
  }

  @Override
  public StructType columns() {
    return columns.schema();
  }

  @Override
  public JavaRDD<Row> score(Broadcast<Answering> model, ScoreColumns output) {
    return tables.stream()
        .map(table -> score(table, model, output))
        .reduce(JavaRDD::union)
        .orElseThrow();
  }

  private JavaRDD<Row> score(EventTable table, Broadcast<Answering> model, ScoreColumns output) {
    int times = table.rows().rows().columns().length - 2;
    List<Integer> kept = new ArrayList<>(table.kept());
    ColumnPlaces places = columns.places(table);
    FlatMapFunction<java.util.Iterator<PlacedRow>, Row> scored =
        rows -> {
          Answering answering = model.value();
          RecordingRows.Reader reader =
              answering.model().encoder().recordings().orElseThrow().rows().orElseThrow().reader();
          Iterable<PlacedRow> all = () -> rows;
          return StreamSupport.stream(all.spliterator(), false)
              .map(
                  row ->
                      output.row(
                          answering.model().classes(),
                          answering.read(reading(row, times, reader)),
                          row.file(),
                          row.number(),
                          places.row(row.fields(kept))))
              .iterator();
        };
    Dataset<Row> rows = table.rows().rows();
    return WideRows.planned(rows.sparkSession(), table.rows()::read).mapPartitions(scored);
  }

  private static Reading reading(PlacedRow row, int times, RecordingRows.Reader reader) {
    return row.corrupt().isEmpty()
        ? reader.read(numbers(row.row(), times), numbers(row.row(), times + 1))
        : Reading.unusable(PlacedRow.NO_RECORD);
  }

  private static List<? extends Number> numbers(Row row, int column) {
    // Of Scala 2.13 it may be a linked list.
    return row.isNullAt(column) ? null : new ArrayList<>(row.<Number>getList(column));
  }

  @Override
  public UserErrorException nothingScored(long rejected, Dataset<Row> rejects) {
    return RecordingInput.nothingScored(what, encoder, rejected, rejects);
  }
}
