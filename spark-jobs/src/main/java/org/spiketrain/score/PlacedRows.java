package org.spiketrain.score;

import static org.apache.spark.sql.functions.input_file_name;
import static org.apache.spark.sql.functions.spark_partition_id;

import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.data.io.ParquetFooter;
import org.spiketrain.data.table.ParquetColumns;
import org.spiketrain.data.table.TableSource;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.score.InputFile.InputFormat;

/**
 * Rows that one of Spark's sources reads, with their places.
 *
 * @param what what they are called
 * @param rows the rows
 * @param files names of the files by their locations; none where rows have no place
 * @param corrupt column of what is no record; -1 where there is none
 * @param tellsNumbers whether the source says of each row which one of its file it is, as Spark's
 *     Parquet does
 */
record PlacedRows(
    String what, Dataset<Row> rows, Map<String, String> files, int corrupt, boolean tellsNumbers) {
  private static final Logger LOG = LoggerFactory.getLogger(PlacedRows.class);

  private PlacedRows(
      String what, Dataset<Row> rows, Map<String, String> files, boolean tellsNumbers) {
    this(what, rows, files, List.of(rows.columns()).indexOf("_corrupt_record"), tellsNumbers);
  }

  /**
   * A row with its place.
   *
   * @param file what the output calls the file
   * @param number its number in the file, from 1
   * @param corrupt what stands there where it is no record; empty where it is one
   */
  record PlacedRow(String file, long number, String corrupt, Row row) implements Serializable {
    /** Reason for a line of JSON that is none. */
    static final String NO_RECORD = "no JSON record";

    /** Some of the fields. */
    List<Object> fields(Iterable<Integer> columns) {
      List<Object> fields = new ArrayList<>();
      columns.forEach(c -> fields.add(row.get(c)));
      return fields;
    }
  }

  /** Files of one format, each with its rows in their order. */
  static PlacedRows ofFiles(SparkSession reading, InputFormat format, List<InputFile> files) {
    DataFrameReader reader = reading.read();
    Configuration conf = reading.sessionState().newHadoopConf();
    for (InputFile file : files) {
      check(conf, format, new Path(file.location()));
    }
    if (format == InputFormat.PARQUET) {
      reader.option("mergeSchema", true);
    }
    InputFile.partitioned(files)
        .ifPresentOrElse(
            folder -> reader.option("basePath", folder), () -> warnOfOtherFolders(files));
    Map<String, String> names = new HashMap<>();
    files.forEach(file -> names.put(new Path(file.location()).toUri().getPath(), file.name()));
    String[] patterns = files.stream().map(InputFile::pattern).toArray(String[]::new);
    String what = files.get(0).location() + (files.size() > 1 ? " and others" : "");
    String source = format.name().toLowerCase(Locale.ROOT);
    Dataset<Row> rows =
        format == InputFormat.PARQUET
            ? ParquetColumns.load(what, reading, reader, patterns)
            : TableSource.opened(what, () -> reader.format(source).load(patterns));
    return new PlacedRows(what, rows, names, format == InputFormat.PARQUET);
  }

  private static void warnOfOtherFolders(List<InputFile> files) {
    files.stream()
        .filter(file -> !file.partitionColumns().isEmpty())
        .findFirst()
        .ifPresent(
            file ->
                LOG.warn(
                    "The folders of {} name columns that those of other files do not: these columns are left out",
                    file.location()));
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
  static PlacedRows of(SparkSession spark, TableSource source, String path) {
    return new PlacedRows(source.shown(path), source.read(spark, path), Map.of(), false);
  }

  /** Rows that are there already. */
  static PlacedRows of(String what, Dataset<Row> rows) {
    return new PlacedRows(what, rows, Map.of(), false);
  }

  /** The same rows with further columns behind their own. */
  PlacedRows with(Dataset<Row> wider) {
    return new PlacedRows(what, wider, files, corrupt, tellsNumbers);
  }

  /** The rows, of each file in its order. */
  JavaRDD<PlacedRow> read() {
    // By number: a column's own name may have any characters.
    String[] names =
        IntStream.range(0, rows.columns().length).mapToObj(c -> "c" + c).toArray(String[]::new);
    Dataset<Row> numbered = rows.toDF(names);
    Column file = input_file_name();
    List<Column> all = new ArrayList<>(Arrays.stream(names).map(numbered::col).toList());
    all.add(file);
    if (tellsNumbers) {
      all.add(numbered.metadataColumn("_metadata").getField("row_index"));
    }
    RowNumbers numbers =
        files.isEmpty() || tellsNumbers
            ? RowNumbers.NONE
            : RowNumbers.count(numbered.select(file.as("file")));
    return numbered
        .select(all.toArray(Column[]::new))
        .toJavaRDD()
        .mapPartitionsWithIndex(new RowReader(files, names.length, corrupt, numbers), true);
  }

  /** Reads rows of the columns and the file. */
  private record RowReader(Map<String, String> names, int width, int corrupt, RowNumbers numbers)
      implements Function2<Integer, Iterator<Row>, Iterator<PlacedRow>> {
    @Override
    public Iterator<PlacedRow> call(Integer partition, Iterator<Row> rows) {
      Map<String, Long> last = numbers.before(partition);
      Map<String, String> known = new HashMap<>();
      Iterable<Row> all = () -> rows;
      return StreamSupport.stream(all.spliterator(), false)
          .map(
              row -> {
                String location = row.getString(width);
                String file = known.computeIfAbsent(location, this::name);
                return placed(row, file, number(row, location, last));
              })
          .iterator();
    }

    private long number(Row row, String location, Map<String, Long> last) {
      return row.length() > width + 1
          ? row.getLong(width + 1) + 1
          : last.merge(location, 1L, Long::sum);
    }

    private String name(String location) {
      return location.isEmpty() ? "" : names.getOrDefault(URI.create(location).getPath(), "");
    }

    private PlacedRow placed(Row row, String file, long number) {
      boolean isRecord = corrupt < 0 || row.isNullAt(corrupt);
      return new PlacedRow(file, number, isRecord ? "" : row.getString(corrupt), row);
    }
  }

  /**
   * Numbers of the rows of files that Spark has cut into pieces: a file's pieces lie in ascending
   * partitions.
   *
   * @param counts rows of each file by partition
   */
  private record RowNumbers(SortedMap<Integer, Map<String, Long>> counts) implements Serializable {
    static final RowNumbers NONE = new RowNumbers(new TreeMap<>());

    /** Counts rows by the name of their file. */
    static RowNumbers count(Dataset<Row> files) {
      SortedMap<Integer, Map<String, Long>> counts = new TreeMap<>();
      files
          .groupBy(spark_partition_id().as("partition"), files.col("file"))
          .count()
          .collectAsList()
          .forEach(
              row ->
                  counts
                      .computeIfAbsent(row.getInt(0), partition -> new HashMap<>())
                      .put(row.getString(1), row.getLong(2)));
      return new RowNumbers(counts);
    }

    Map<String, Long> before(int partition) {
      Map<String, Long> before = new HashMap<>();
      counts
          .headMap(partition)
          .values()
          .forEach(part -> part.forEach((file, rows) -> before.merge(file, rows, Long::sum)));
      return before;
    }
  }
}
