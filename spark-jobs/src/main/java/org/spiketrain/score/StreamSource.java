package org.spiketrain.score;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.streaming.DataStreamReader;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.spiketrain.data.LineColumn;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.data.table.TableSource;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.score.CsvDialect.CsvHeader;
import org.spiketrain.score.InputFile.InputFormat;

/**
 * Rows that arrive.
 *
 * @param column of the texts
 */
record StreamSource(SparkSession spark, StreamSettings settings, LineColumn column) {
  private static final Set<String> FILES = Set.of("text", "csv", "json", "parquet", "orc");
  private static final String KAFKA = "kafka";
  private static final String KAFKAS_CLASS = "org.apache.spark.sql.kafka010.KafkaSourceProvider";

  /** What is to be known of the source each time: files that come later say nothing of it. */
  record Shape(String format, String schema) {}

  /**
   * Looks at the source.
   *
   * @throws UserErrorException if it is none, or does not show what its rows are
   */
  Shape look() {
    String format = format();
    if (!FILES.contains(format)) {
      return new Shape(format, "");
    }
    if (!settings.input().isBlank()) {
      requireFolder();
    }
    DataFrameReader reader = spark.read().format(format).options(options(format));
    Dataset<Row> rows = TableSource.opened(settings.input(), () -> reader.load(settings.input()));
    return new Shape(format, rows.schema().json());
  }

  /** Spark would find out about it when the stream runs. */
  private void requireFolder() {
    Path input = new Path(settings.input());
    try {
      FileSystem fs = FileSystems.of(spark.sessionState().newHadoopConf(), input);
      // Not a pattern of several files.
      if (fs.exists(input) && fs.getFileStatus(input).isFile()) {
        throw new UserErrorException(
            "%s is a file, and a stream reads what arrives in a folder: name the folder with --input, or score the file with 'spiketrain score'"
                .formatted(settings.input()));
      }
    } catch (IOException e) {
      throw new UserErrorException(
          "Cannot read %s: %s. Look at --input".formatted(settings.input(), e.getMessage()), e);
    }
  }

  private String format() {
    TableSource source = settings.scoring().source();
    if (!source.table().isEmpty()) {
      throw new UserErrorException(
          "A stream is not read from a table of the catalogue: name a folder with --input, or a source with scoring.source.format");
    }
    if (!source.format().isEmpty()) {
      return source.format().toLowerCase(Locale.ROOT);
    }
    if (settings.input().isBlank()) {
      throw new UserErrorException(
          "Nothing arrives: name a folder with --input, or a source such as -D scoring.source.format=kafka");
    }
    List<InputFile> files =
        InputFile.ofLines(spark.sessionState().newHadoopConf(), settings.input(), column.content());
    Set<InputFormat> formats = files.stream().map(InputFile::format).collect(Collectors.toSet());
    if (formats.size() > 1) {
      throw new UserErrorException(
          "%s has files of several formats (%s), a stream reads one: leave one there, or name it with scoring.source.format"
              .formatted(settings.input(), formats));
    }
    return formats.iterator().next().name().toLowerCase(Locale.ROOT);
  }

  private Map<String, String> options(String format) {
    Map<String, String> options = new LinkedHashMap<>();
    if (format.equals("csv")) {
      CsvDialect csv = settings.scoring().csv();
      options.put("header", Boolean.toString(csv.header() != CsvHeader.ABSENT));
      options.put("sep", Character.toString(csv.delimiter()));
      options.put("escape", "\"");
    }
    options.putAll(settings.scoring().source().options());
    return options;
  }

  /**
   * Opens it.
   *
   * @throws UserErrorException if it cannot be read
   */
  Dataset<Row> open(Shape shape) {
    String format = shape.format();
    if (format.equals(KAFKA)) {
      requireKafka();
    }
    DataStreamReader reader = spark.readStream().format(format).options(options(format));
    Dataset<Row> rows;
    if (FILES.contains(format)) {
      StructType schema = (StructType) DataType.fromJson(shape.schema());
      rows =
          TableSource.opened(settings.input(), () -> reader.schema(schema).load(settings.input()));
    } else {
      rows =
          TableSource.opened(
              "Source " + format,
              () -> settings.input().isBlank() ? reader.load() : reader.load(settings.input()));
    }
    String where = settings.scoring().source().where();
    Dataset<Row> named = named(format, rows);
    return where.isBlank() ? named : TableSource.opened(format, () -> named.where(where));
  }

  /** The texts under the name that they have elsewhere, and Kafka's bytes as text. */
  private Dataset<Row> named(String format, Dataset<Row> rows) {
    if (format.equals(KAFKA)) {
      Dataset<Row> texts =
          rows.withColumn("key", functions.col("key").cast("string"))
              .withColumn("value", functions.col("value").cast("string"));
      return isNamed(texts) ? texts : texts.withColumnRenamed("value", column.name());
    }
    return format.equals("text") && !isNamed(rows)
        ? rows.withColumnRenamed("value", column.name())
        : rows;
  }

  private boolean isNamed(Dataset<Row> rows) {
    return column.among(List.of(rows.columns())).isPresent();
  }

  private void requireKafka() {
    try {
      Class.forName(KAFKAS_CLASS, false, Thread.currentThread().getContextClassLoader());
    } catch (ClassNotFoundException e) {
      String version = scala.util.Properties.versionNumberString();
      throw new UserErrorException(
          "Spark does not bring Kafka's connector: add --packages org.apache.spark:spark-sql-kafka-0-10_%s:%s, or its jars with --jars"
              .formatted(version.substring(0, version.lastIndexOf('.')), spark.version()),
          e);
    }
  }

  /** The name of what is read, for messages. */
  static String shown(StreamSettings settings) {
    return Optional.of(settings.input())
        .filter(input -> !input.isBlank())
        .orElse("Source " + settings.scoring().source().format());
  }
}
