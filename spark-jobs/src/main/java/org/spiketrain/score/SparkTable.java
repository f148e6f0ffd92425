package org.spiketrain.score;

import static org.apache.spark.sql.functions.input_file_name;

import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.spiketrain.data.LineColumn;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.data.io.ParquetFooter;
import org.spiketrain.data.table.ParquetColumns;
import org.spiketrain.data.table.TableColumn;
import org.spiketrain.data.table.TableSource;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.score.InputFile.InputFormat;

/** A table that one of Spark's sources reads. */
final class SparkTable implements TableColumns.Table {
  private static final String CORRUPT = "_corrupt_record";
  private static final String KEY = "scoring.source.column";

  private final Dataset<Row> rows;
  private final StructType columns;
  private final TableColumn text;

  /** Names of the files by their locations; none where rows have no place. */
  private final Map<String, String> files;

  private SparkTable(String what, Dataset<Row> rows, LineColumn wanted, Map<String, String> files) {
    this.files = files;
    this.columns = rows.schema();
    this.rows = TableColumn.numbered(rows);
    this.text = TableColumn.of(columns, wanted.name(), new TableColumn.Place(what, KEY));
    Set<String> names = new HashSet<>();
    for (String name : columns.fieldNames()) {
      if (!names.add(name)) {
        throw new UserErrorException(
            "%s has several columns \"%s\": rename one, as a view can".formatted(what, name));
      }
    }
  }

  /** Files of one format, each with its rows in their order. */
  static SparkTable ofFiles(
      SparkSession reading, InputFormat format, List<InputFile> files, LineColumn wanted) {
    DataFrameReader reader = reading.read();
    Configuration conf = reading.sessionState().newHadoopConf();
    for (InputFile file : files) {
      check(conf, format, new Path(file.location()));
    }
    if (format == InputFormat.PARQUET) {
      reader.option("mergeSchema", true);
    }
    Map<String, String> names = new HashMap<>();
    files.forEach(file -> names.put(new Path(file.location()).toUri().getPath(), file.name()));
    String[] patterns = files.stream().map(InputFile::pattern).toArray(String[]::new);
    String what = files.get(0).location() + (files.size() > 1 ? " and others" : "");
    String source = format.name().toLowerCase(Locale.ROOT);
    Dataset<Row> rows =
        format == InputFormat.PARQUET
            ? ParquetColumns.load(what, reading, reader, patterns)
            : TableSource.opened(what, () -> reader.format(source).load(patterns));
    return new SparkTable(what, rows, wanted, names);
  }

  private static void check(Configuration conf, InputFormat format, Path file) {
    if (format == InputFormat.PARQUET) {
      ParquetFooter.check(conf, file);
      return;
    }
    try {
      FileSystems.requireReadableByAll(conf, file);
    } catch (IOException e) {
      throw new UserErrorException(
          "Cannot read %s: %s. Name a file that can be read".formatted(file, e.getMessage()), e);
    }
  }

  /** A table of the catalogue, or what a source reads from a path. */
  static SparkTable of(SparkSession spark, TableSource source, String path, LineColumn wanted) {
    return new SparkTable(source.shown(path), source.read(spark, path), wanted, Map.of());
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
    Column file = input_file_name();
    List<Column> all = new ArrayList<>();
    for (String column : rows.columns()) {
      all.add(rows.col(column));
    }
    all.add(text.textIn(rows));
    all.add(file);
    RowNumbers numbers =
        files.isEmpty() ? RowNumbers.NONE : RowNumbers.count(rows.select(file).toJavaRDD());
    int corrupt = Arrays.asList(columns.fieldNames()).indexOf(CORRUPT);
    return rows.select(all.toArray(Column[]::new))
        .toJavaRDD()
        .mapPartitionsWithIndex(
            new RowReader(files, columns.length(), corrupt, numbers, places), true);
  }

  /** Reads rows of the columns, the text and the file. */
  private record RowReader(
      Map<String, String> names, int width, int corrupt, RowNumbers numbers, ColumnPlaces places)
      implements Function2<Integer, Iterator<Row>, Iterator<RawText>> {
    @Override
    public Iterator<RawText> call(Integer partition, Iterator<Row> rows) {
      Map<String, Long> last = numbers.before(partition);
      Iterable<Row> all = () -> rows;
      return StreamSupport.stream(all.spliterator(), false)
          .map(row -> text(row, last.merge(row.getString(width + 1), 1L, Long::sum)))
          .iterator();
    }

    private RawText text(Row row, long number) {
      List<Object> fields = new ArrayList<>();
      for (int c = 0; c < width; c++) {
        fields.add(row.get(c));
      }
      String location = row.getString(width + 1);
      String file =
          location.isEmpty() ? "" : names.getOrDefault(URI.create(location).getPath(), "");
      return corrupt >= 0 && !row.isNullAt(corrupt)
          ? new RawText(file, number, row.getString(corrupt), "no JSON record", places.row(fields))
          : RawText.decoded(
              file, number, row.isNullAt(width) ? "" : row.getString(width), places.row(fields));
    }
  }

  /**
   * Numbers of the rows of files that Spark has cut into pieces: a file's pieces lie in ascending
   * partitions.
   *
   * @param counts rows of each file in each partition
   */
  private record RowNumbers(List<Map<String, Long>> counts) implements Serializable {
    static final RowNumbers NONE = new RowNumbers(List.of());

    /** Counts rows of the name of their file. */
    static RowNumbers count(JavaRDD<Row> files) {
      return new RowNumbers(
          files
              .mapPartitions(
                  rows -> {
                    Map<String, Long> counts = new HashMap<>();
                    rows.forEachRemaining(row -> counts.merge(row.getString(0), 1L, Long::sum));
                    return List.of(counts).iterator();
                  })
              .collect());
    }

    Map<String, Long> before(int partition) {
      Map<String, Long> before = new HashMap<>();
      counts.stream()
          .limit(partition)
          .forEach(part -> part.forEach((file, rows) -> before.merge(file, rows, Long::sum)));
      return before;
    }
  }
}
