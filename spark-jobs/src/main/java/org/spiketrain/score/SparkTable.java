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
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.spiketrain.data.LineColumn;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.data.io.ParquetFooter;
import org.spiketrain.data.table.TableSource;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.score.InputFile.InputFormat;
import scala.Tuple2;

/** A table that one of Spark's sources reads. */
final class SparkTable implements TableColumns.Table {
  private static final String CORRUPT = "_corrupt_record";

  private final Dataset<Row> rows;
  private final StructType columns;
  private final int text;
  private final Column texts;

  /** Names of the files by their locations; none where rows have no place. */
  private final Map<String, String> files;

  private SparkTable(String what, Dataset<Row> rows, LineColumn wanted, Map<String, String> files) {
    this.files = files;
    this.columns = rows.schema();
    List<String> names = List.of(rows.columns());
    // By number: a column's own name may have any characters.
    this.rows =
        rows.toDF(IntStream.range(0, names.size()).mapToObj(c -> "c" + c).toArray(String[]::new));
    this.text = position(what, names, wanted);
    this.texts = texts(what, names, wanted);
  }

  /**
   * A session with the settings of another in which columns that differ in case alone, and times of
   * nanoseconds, which pandas writes, are no reason to refuse a file.
   */
  static SparkSession lenient(SparkSession spark) {
    SparkSession lenient = spark.newSession();
    scala.collection.Iterator<Tuple2<String, String>> settings = spark.conf().getAll().iterator();
    while (settings.hasNext()) {
      Tuple2<String, String> setting = settings.next();
      if (lenient.conf().isModifiable(setting._1())) {
        lenient.conf().set(setting._1(), setting._2());
      }
    }
    lenient.catalog().setCurrentDatabase(spark.catalog().currentDatabase());
    lenient.conf().set("spark.sql.caseSensitive", true);
    lenient.conf().set("spark.sql.legacy.parquet.nanosAsLong", true);
    // What is kept for a moment is not worth the search for its shortest form.
    lenient.conf().set("spark.sql.inMemoryColumnarStorage.compressed", false);
    return lenient;
  }

  /** Files of one format, each with its rows in their order. */
  static SparkTable ofFiles(
      SparkSession lenient, InputFormat format, List<InputFile> files, LineColumn wanted) {
    DataFrameReader reader = lenient.read();
    Configuration conf = lenient.sessionState().newHadoopConf();
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
    Dataset<Row> rows = TableSource.opened(what, () -> reader.format(source).load(patterns));
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

  private int position(String what, List<String> names, LineColumn wanted) {
    int exact = names.indexOf(wanted.name());
    if (exact >= 0) {
      return exact;
    }
    if (names.stream().filter(wanted.name()::equalsIgnoreCase).count() > 1) {
      throw new UserErrorException(
          "%s has several columns \"%s\": name one as it is written with scoring.source.column"
              .formatted(what, wanted.name()));
    }
    // A field within a column goes with it.
    String outer = wanted.name().substring(0, Math.max(0, wanted.name().indexOf('.')));
    int within = names.indexOf(outer);
    if (within >= 0) {
      return within;
    }
    return wanted
        .among(names)
        .orElseThrow(
            () ->
                new UserErrorException(
                    "%s has no column \"%s\", only %s: name the column of the %s with scoring.source.column"
                        .formatted(
                            what, wanted.name(), String.join(", ", names), wanted.content())));
  }

  private Column texts(String what, List<String> names, LineColumn wanted) {
    Column column = rows.col("c" + text);
    if (!names.contains(wanted.name()) && wanted.name().contains(".")) {
      for (String field : wanted.name().substring(names.get(text).length() + 1).split("\\.", -1)) {
        column = column.getField(field);
      }
    }
    try {
      String type = rows.select(column).schema().fields()[0].dataType().typeName();
      if (List.of("struct", "array", "map").contains(type)) {
        throw new UserErrorException(
            "Column \"%s\" of %s is of type %s: name one of texts with scoring.source.column"
                .formatted(wanted.name(), what, type));
      }
    } catch (UserErrorException e) {
      throw e;
    } catch (Exception e) { // Scala does not declare Spark's AnalysisException.
      throw new UserErrorException(
          "%s has no field %s: name the column of the %s with scoring.source.column"
              .formatted(what, wanted.name(), wanted.content()),
          e);
    }
    return column.cast(DataTypes.StringType);
  }

  @Override
  public StructType columns() {
    return columns;
  }

  @Override
  public int text() {
    return text;
  }

  /** The texts, of each file in its order. */
  JavaRDD<RawText> read(ColumnPlaces places) {
    Column file = input_file_name();
    List<Column> all = new ArrayList<>();
    for (String column : rows.columns()) {
      all.add(rows.col(column));
    }
    all.add(texts);
    all.add(file);
    RowNumbers numbers =
        files.isEmpty() ? RowNumbers.NONE : RowNumbers.count(rows.select(file.as("file")));
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
      Map<String, String> known = new HashMap<>();
      Iterable<Row> all = () -> rows;
      return StreamSupport.stream(all.spliterator(), false)
          .map(
              row -> {
                String location = row.getString(width + 1);
                String file = known.computeIfAbsent(location, this::name);
                return text(row, file, last.merge(location, 1L, Long::sum));
              })
          .iterator();
    }

    private String name(String location) {
      return location.isEmpty() ? "" : names.getOrDefault(URI.create(location).getPath(), "");
    }

    private RawText text(Row row, String file, long number) {
      return corrupt >= 0 && !row.isNullAt(corrupt)
          ? new RawText(file, number, row.getString(corrupt), "no JSON record", places.row(row))
          : RawText.decoded(
              file, number, row.isNullAt(width) ? "" : row.getString(width), places.row(row));
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
