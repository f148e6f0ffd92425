package org.spiketrain.data.table;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.parquet.ParquetToSparkSchemaConverter;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spiketrain.model.UserErrorException;

/**
 * Parquet files that have columns of types which Spark does not know, such as times of day and
 * UUIDs: it refuses the whole file for one of them, whoever needs it.
 */
public final class ParquetColumns {
  private static final Logger LOG = LoggerFactory.getLogger(ParquetColumns.class);

  private final Configuration conf;
  private final ParquetToSparkSchemaConverter types;
  private final Map<String, StructField> known = new LinkedHashMap<>();
  private final Map<String, Type> unknown = new TreeMap<>();

  private ParquetColumns(SparkSession spark) {
    this.conf = spark.sessionState().newHadoopConf();
    this.types = new ParquetToSparkSchemaConverter(spark.sessionState().conf());
  }

  /**
   * Files as Spark reads them, or all columns of theirs that it has types for, with a warning.
   *
   * @param what what is opened, for messages
   * @param reader reader of the session
   * @throws UserErrorException if they cannot be read even so
   */
  public static Dataset<Row> load(
      String what, SparkSession spark, DataFrameReader reader, String... paths) {
    Supplier<Dataset<Row>> all = () -> reader.format("parquet").load(paths);
    ParquetColumns columns = new ParquetColumns(spark);
    // Before Spark does, which would fail by a job and say so at length.
    files(what, spark, paths[0]).limit(1).forEach(columns::add);
    if (columns.unknown.isEmpty()) {
      try {
        return TableSource.opened(what, all);
      } catch (UserErrorException e) {
        files(what, spark, paths).forEach(columns::add);
        if (columns.unknown.isEmpty()) {
          throw e;
        }
      }
    } else {
      files(what, spark, paths).skip(1).forEach(columns::add);
    }
    LOG.warn(
        "{} has columns of types that Spark does not know, which are left out: {}",
        what,
        String.join(", ", columns.unknown.values().stream().map(Type::toString).toList()));
    reader.schema(new StructType(columns.known.values().toArray(StructField[]::new)));
    return TableSource.opened(what, all);
  }

  private static Stream<Path> files(String what, SparkSession spark, String... paths) {
    Dataset<Row> files =
        TableSource.opened(what, () -> spark.read().format("binaryFile").load(paths));
    return Arrays.stream(files.inputFiles()).map(Path::new);
  }

  private void add(Path file) {
    columns(file).forEach(this::add);
  }

  private List<Type> columns(Path file) {
    try (ParquetFileReader footer = ParquetFileReader.open(HadoopInputFile.fromPath(file, conf))) {
      return footer.getFileMetaData().getSchema().getFields();
    } catch (IOException | RuntimeException e) {
      LOG.debug("{} shows no columns: Spark will say what is wrong with it", file, e);
      return List.of();
    }
  }

  private void add(Type column) {
    StructField field;
    try {
      field = types.convert(new MessageType("column", List.of(column))).fields()[0];
    } catch (Exception e) { // Scala does not declare Spark's AnalysisException.
      unknown.put(column.getName(), column);
      return;
    }
    StructField before = known.putIfAbsent(field.name(), field);
    if (before != null && !before.dataType().equals(field.dataType())) {
      throw new UserErrorException(
          "Column \"%s\" holds %s in some of the Parquet files and %s in others: read them apart"
              .formatted(
                  field.name(), before.dataType().simpleString(), field.dataType().simpleString()));
    }
  }
}
