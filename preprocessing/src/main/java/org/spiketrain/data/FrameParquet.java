package org.spiketrain.data;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.spiketrain.data.io.AtomicOutput;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.data.io.OutputNaming;
import org.spiketrain.data.io.ParquetFooter;
import org.spiketrain.data.io.PathSetting;
import org.spiketrain.data.io.SharedStorage;
import org.spiketrain.data.io.StagedWrites;
import org.spiketrain.data.text.WordTable;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.frames.Example;
import org.spiketrain.model.frames.SpikeFrames;
import scala.Tuple2;

/**
 * Frames as Parquet: {@code split=train/}, {@code split=validation/} and {@code split=test/} with
 * one row an example, {@code _manifest.json}, and {@code _rejects/} (CSV: file, row, name, reason;
 * of recordings file, recording, reason) where rows were set aside; frames of sentences also have
 * {@link WordTable}'s file. The columns are {@link SpikeFrames}' arrays under their own names; an
 * empty {@code value} means that every entry is 1. Where the source has weights there is a column
 * {@code weight} behind them, of floats. Rows are sorted by id within a file and over the files.
 */
public final class FrameParquet {
  /** Columns of the files. */
  public static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.LongType)
          .add("label", DataTypes.IntegerType)
          .add("text", DataTypes.StringType)
          .add("original", DataTypes.StringType)
          .add("source", DataTypes.StringType)
          .add("time_steps", DataTypes.IntegerType)
          .add("channels", DataTypes.IntegerType)
          .add("row_start", DataTypes.createArrayType(DataTypes.IntegerType, false))
          .add("channel", DataTypes.createArrayType(DataTypes.IntegerType, false))
          .add("value", DataTypes.createArrayType(DataTypes.FloatType, false));

  /** Column of the weights, in the files of frames that have them. */
  public static final String WEIGHT = "weight";

  private static final StructType SCHEMA_WITH_WEIGHT = SCHEMA.add(WEIGHT, DataTypes.FloatType);
  private static final String REJECTS = "_rejects";
  private static final int ID = 0;
  private static final int LABEL = 1;
  private static final int TEXT = 2;
  private static final int CHANNELS = 6;
  private static final int ROW_START = 7;
  private static final int CHANNEL = 8;
  private static final int VALUE = 9;

  private FrameParquet() {}

  /**
   * Writes a folder of frames, which appears complete or not at all.
   *
   * @param folder folder on any Hadoop file system
   * @param dependants what was made of earlier frames there; deleted when they are overwritten
   * @param frames writes all but the manifest into a folder and returns the manifest
   * @return the manifest
   * @throws UserErrorException if the folder cannot be written
   */
  public static Manifest write(
      SparkSession spark,
      String folder,
      OutputMode mode,
      List<Path> dependants,
      Function<Path, Manifest> frames) {
    Configuration conf = spark.sessionState().newHadoopConf();
    try (AtomicOutput output = AtomicOutput.directory(conf, new Path(folder), mode)) {
      SharedStorage.check(spark, output.staging());
      Manifest manifest = frames.apply(output.staging());
      checkRows(conf, output.staging(), manifest);
      writeManifest(conf, output.staging(), manifest);
      output.commit(dependants);
      return manifest;
    }
  }

  /** Refuses files that do not hold all the rows that were counted on the way. */
  private static void checkRows(Configuration conf, Path folder, Manifest manifest) {
    SharedStorage.requireWritten(
        folder,
        manifest.total(),
        () ->
            manifest.files().parallelStream()
                .filter(file -> file.path().startsWith("split="))
                .mapToLong(file -> rows(conf, new Path(folder, file.path())))
                .sum());
  }

  private static long rows(Configuration conf, Path file) {
    try (ParquetFileReader reader = ParquetFileReader.open(HadoopInputFile.fromPath(file, conf))) {
      return reader.getRecordCount();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }

  /** Columns of the files, of which only those of frames with weights have these. */
  private static StructType schema(FrameWeights weights) {
    return weights == FrameWeights.PRESENT ? SCHEMA_WITH_WEIGHT : SCHEMA;
  }

  /** Columns of {@link #row}, which has a weight behind them that frames without weights lack. */
  private static StructType schemaToWrite(FrameWeights weights) {
    StructType split = SCHEMA.add("split", DataTypes.StringType);
    return weights == FrameWeights.PRESENT ? split.add(WEIGHT, DataTypes.FloatType) : split;
  }

  /**
   * One row to write.
   *
   * @param original the text as it stands in the corpus
   * @param source where it stands there, such as {@code Russian.txt:17}
   */
  public static Row row(Example example, String original, String source, Split split) {
    SpikeFrames frames = example.frames();
    return RowFactory.create(
        example.id(),
        example.label(),
        example.text(),
        original,
        source,
        frames.timeSteps(),
        frames.channels(),
        frames.rowStart(),
        frames.channel(),
        frames.value(),
        split.label(),
        example.weight());
  }

  /**
   * Writes the files of all splits below a folder, normally the staging folder of an {@link
   * org.spiketrain.data.io.AtomicOutput}. The number of files and what each holds depend on the
   * arguments alone.
   *
   * @param rows rows of {@link #row}, in any order, with ids from 0 to {@code count - 1}
   * @param count number of rows
   * @param rowsPerFile about how many rows a file may have, over all splits
   */
  public static void writeFrames(
      SparkSession spark,
      JavaRDD<Row> rows,
      FrameWeights weights,
      long count,
      int rowsPerFile,
      Path folder) {
    IdRanges ranges = new IdRanges(count, rowsPerFile);
    JavaRDD<Row> ranged =
        rows.mapToPair(row -> new Tuple2<>(row.getLong(ID), row)).partitionBy(ranges).values();
    DataFrameWriter<Row> writer =
        spark
            .createDataFrame(ranged, schemaToWrite(weights))
            .sortWithinPartitions("split", "id")
            .write()
            .mode(SaveMode.Append)
            .partitionBy("split")
            .option("compression", "zstd")
            .options(StagedWrites.options(spark, folder));
    OutputNaming.write(folder.toString(), () -> writer.parquet(folder.toString()));
  }

  /** Writes frames without weights. */
  public static void writeFrames(
      SparkSession spark, JavaRDD<Row> rows, long count, int rowsPerFile, Path folder) {
    writeFrames(spark, rows, FrameWeights.ABSENT, count, rowsPerFile, folder);
  }

  /**
   * Number of training examples by class that weigh more than 0, as a manifest has it, once they
   * are written.
   */
  public static Map<String, Long> trained(
      SparkSession spark, FrameWeights weights, List<String> classes, Path folder) {
    Configuration conf = spark.sessionState().newHadoopConf();
    String train = splitFolder(Split.TRAIN, folder);
    if (weights == FrameWeights.ABSENT
        || files(conf, folder).stream().noneMatch(file -> file.path().startsWith("split=train/"))) {
      return Map.of();
    }
    Map<String, Long> trained = new LinkedHashMap<>();
    classes.forEach(name -> trained.put(name, 0L));
    spark
        .read()
        .schema(SCHEMA_WITH_WEIGHT)
        .parquet(FileSystems.literal(new Path(train)))
        .where(col(WEIGHT).gt(0))
        .groupBy("label")
        .count()
        .collectAsList()
        .forEach(row -> trained.put(classes.get(row.getInt(0)), row.getLong(1)));
    return trained;
  }

  private static String splitFolder(Split split, Path folder) {
    return new Path(folder, "split=" + split.label()).toString();
  }

  /**
   * Cuts the ids 0 to {@code count - 1} into ranges of nearly the same length. Spark's own range
   * partitioning samples the rows, so that its cuts differ from run to run.
   */
  private static final class IdRanges extends Partitioner {
    private static final long serialVersionUID = 1L;

    private final long count;
    private final int ranges;

    IdRanges(long count, int rowsPerRange) {
      this.count = count;
      this.ranges = Math.toIntExact(Math.max(1, (count + rowsPerRange - 1) / rowsPerRange));
    }

    @Override
    public int numPartitions() {
      return ranges;
    }

    @Override
    public int getPartition(Object id) {
      return (int) ((Long) id * ranges / count);
    }
  }

  /**
   * Writes the files of one split below a folder, one file a partition, in the order of the rows,
   * without weights.
   *
   * @param rows rows of {@link #row} of one split; every partition has at least one
   */
  public static void writeSplit(SparkSession spark, JavaRDD<Row> rows, Split split, Path folder) {
    StructField[] fields =
        Arrays.stream(schemaToWrite(FrameWeights.ABSENT).fields())
            .map(
                field ->
                    field.dataType() instanceof NumericType number
                        ? new StructField(field.name(), number, false, field.metadata())
                        : field)
            .toArray(StructField[]::new);
    DataFrameWriter<Row> writer =
        spark
            .createDataFrame(rows, new StructType(fields))
            .drop("split")
            .write()
            .option("compression", "zstd")
            .options(StagedWrites.options(spark, folder));
    OutputNaming.write(folder.toString(), () -> writer.parquet(splitFolder(split, folder)));
  }

  /** Writes the rows set aside, a file a partition. */
  public static void writeRejects(Dataset<Row> rejects, Path folder) {
    DataFrameWriter<Row> writer =
        rejects
            .write()
            .option("header", true)
            .option("escape", "\"")
            .option("ignoreLeadingWhiteSpace", false)
            .option("ignoreTrailingWhiteSpace", false)
            .options(StagedWrites.options(rejects.sparkSession(), folder));
    OutputNaming.write(folder.toString(), () -> writer.csv(rejects(folder).toString()));
  }

  /** Path of the list of the rows set aside, if any were. */
  public static Path rejects(Path folder) {
    return new Path(folder, REJECTS);
  }

  /** Writes the manifest; the last thing to write, since it says that the folder is complete. */
  public static void writeManifest(Configuration conf, Path folder, Manifest manifest) {
    ManifestFile.write(fileSystem(conf, folder), folder, manifest);
  }

  /** The Parquet files below the folder, sorted by path. */
  public static List<Manifest.DataFile> files(Configuration conf, Path folder) {
    FileSystem fs = fileSystem(conf, folder);
    String base = fs.makeQualified(folder).toUri().getPath() + "/";
    List<Manifest.DataFile> files = new ArrayList<>();
    try {
      RemoteIterator<LocatedFileStatus> all = fs.listFiles(folder, true);
      while (all.hasNext()) {
        LocatedFileStatus file = all.next();
        String path = file.getPath().toUri().getPath();
        if (path.endsWith(".parquet")) {
          files.add(new Manifest.DataFile(path.substring(base.length()), file.getLen()));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list " + folder, e);
    }
    files.sort(Comparator.comparing(Manifest.DataFile::path));
    return files;
  }

  /**
   * The manifest of a folder of frames.
   *
   * @throws UserErrorException if the folder or its manifest is missing or damaged, or of another
   *     format version
   */
  public static Manifest readManifest(Configuration conf, Path folder) {
    return ManifestFile.read(fileSystem(conf, folder), folder);
  }

  /**
   * The file beside the splits of that name, of a view that of its first member.
   *
   * @throws UserErrorException if it is missing or has another length than the manifest says
   */
  public static FileStatus checkFile(
      Configuration conf, Path folder, String name, Manifest manifest) {
    FrameFolder first = FrameView.folders(conf, folder, manifest).get(0);
    return ManifestFile.checkFile(
        fileSystem(conf, first.folder()), first.folder(), name, first.files());
  }

  /** The rows of one split, of a folder whose manifest is {@linkplain #readManifest read} first. */
  public static Dataset<Row> read(SparkSession spark, String folder, String split) {
    Path path = PathSetting.parse("Frames folder", folder);
    Manifest manifest = readManifest(spark.sessionState().newHadoopConf(), path);
    return read(spark, folder, manifest, split);
  }

  /**
   * The rows of one split, columns {@link #SCHEMA}, and {@code weight} where they have weights, in
   * no order. The rows of a {@linkplain FrameView view} are those of its members, with ids that
   * follow those of the members before, and a weight of 1 where a member has none.
   *
   * @param split {@code train}, {@code validation} or {@code test}; none of its rows if it is empty
   * @throws UserErrorException if a file of the split is missing or has another length than the
   *     manifest says, or there is no such split
   */
  public static Dataset<Row> read(
      SparkSession spark, String folder, Manifest manifest, String split) {
    checkSplit(split);
    Configuration conf = spark.sessionState().newHadoopConf();
    Path path = PathSetting.parse("Frames folder", folder);
    return FrameScan.of(
            FrameView.folders(conf, path, manifest),
            from -> files(conf, from.folder(), split, from.files()))
        .stream()
        .map(one -> read(spark, one, manifest.weights()))
        .reduce(Dataset::union)
        .orElseGet(() -> spark.createDataFrame(List.of(), schema(manifest.weights())));
  }

  private static Dataset<Row> read(SparkSession spark, FrameScan from, FrameWeights wanted) {
    Dataset<Row> rows = from.withIds(scan(spark, from.files(), schema(from.weights())));
    return from.weights() == wanted ? rows : rows.withColumn(WEIGHT, lit(1f));
  }

  /**
   * The rows of some splits of several folders, none of which is a view, in a single scan however
   * many there are, to be counted: in no order, with ids that several of them may have, and without
   * weights.
   *
   * @throws UserErrorException as {@link #read} does
   */
  public static Dataset<Row> readTogether(SparkSession spark, List<Path> folders, Split... splits) {
    Configuration conf = spark.sessionState().newHadoopConf();
    List<Path> files = new ArrayList<>();
    for (Path folder : folders) {
      Manifest manifest = readManifest(conf, folder);
      for (Split split : splits) {
        files.addAll(files(conf, folder, split.label(), manifest.files()));
      }
    }
    return files.isEmpty() ? spark.createDataFrame(List.of(), SCHEMA) : scan(spark, files, SCHEMA);
  }

  private static Dataset<Row> scan(SparkSession spark, List<Path> files, StructType schema) {
    return spark
        .read()
        .schema(schema)
        .parquet(files.stream().map(FileSystems::literal).toArray(String[]::new));
  }

  /** The files of a split, all of which are found to be whole. */
  private static List<Path> files(
      Configuration conf, Path folder, String split, List<Manifest.DataFile> listed) {
    List<Path> files =
        ManifestFile.files(fileSystem(conf, folder), folder, "split=" + split, listed);
    files.parallelStream().forEach(file -> ParquetFooter.check(conf, file));
    return files;
  }

  /**
   * The examples of rows of {@link #read}, in the same order and partitions. They are taken from
   * Spark's own rows: on the way into a {@code Row} or a bean every number of an array would become
   * an object.
   */
  public static JavaRDD<Example> examples(Dataset<Row> rows) {
    return internal(rows, List.of()).map(FrameParquet::example);
  }

  /**
   * An example and what stands beside it.
   *
   * @param original as it was read; null where that is not known
   * @param columns values of further columns
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Annotated(Example example, String original, double[][] columns) {}

  /**
   * The examples of rows with further columns.
   *
   * @param columns names of columns of arrays of doubles
   */
  public static JavaRDD<Annotated> annotated(Dataset<Row> rows, List<String> columns) {
    List<String> more = new ArrayList<>(List.of("original"));
    more.addAll(columns);
    int first = 8;
    return internal(rows, more)
        .map(
            row -> {
              double[][] values = new double[columns.size()][];
              for (int k = 0; k < values.length; k++) {
                values[k] = row.getArray(first + 1 + k).toDoubleArray();
              }
              String original = row.isNullAt(first) ? null : row.getUTF8String(first).toString();
              return new Annotated(example(row), original, values);
            });
  }

  private static JavaRDD<InternalRow> internal(Dataset<Row> rows, List<String> more) {
    List<Column> columns = new ArrayList<>();
    for (String name :
        List.of("id", "label", "text", "channels", "row_start", "channel", "value")) {
      columns.add(col(name));
    }
    columns.add(hasWeights(rows) ? col(WEIGHT) : lit(1f));
    more.forEach(name -> columns.add(col(name)));
    return rows.select(columns.toArray(Column[]::new)).queryExecution().toRdd().toJavaRDD();
  }

  /** Rows of {@link #read} but those that weigh nothing, which are not trained on. */
  public static Dataset<Row> withoutWeightless(Dataset<Row> rows) {
    return hasWeights(rows) ? rows.where(col(WEIGHT).gt(0)) : rows;
  }

  /** Returns whether rows of {@link #read} have weights. */
  public static boolean hasWeights(Dataset<Row> rows) {
    return Arrays.asList(rows.columns()).contains(WEIGHT);
  }

  private static Example example(InternalRow row) {
    SpikeFrames frames =
        new SpikeFrames(
            row.getInt(3),
            row.getArray(4).toIntArray(),
            row.getArray(5).toIntArray(),
            row.getArray(6).toFloatArray());
    return new Example(
        row.getLong(0), row.getInt(1), row.getUTF8String(2).toString(), frames, row.getFloat(7));
  }

  /** The example of one row of {@link #read}, without its weight; for many {@link #examples}. */
  public static Example example(Row row) {
    SpikeFrames frames =
        new SpikeFrames(
            row.getInt(CHANNELS), ints(row, ROW_START), ints(row, CHANNEL), floats(row));
    return new Example(row.getLong(ID), row.getInt(LABEL), row.getString(TEXT), frames);
  }

  private static int[] ints(Row row, int column) {
    return row.<Integer>getList(column).stream().mapToInt(Integer::intValue).toArray();
  }

  private static float[] floats(Row row) {
    List<Float> values = row.getList(VALUE);
    float[] floats = new float[values.size()];
    for (int k = 0; k < floats.length; k++) {
      floats[k] = values.get(k);
    }
    return floats;
  }

  private static void checkSplit(String split) {
    if (Arrays.stream(Split.values()).noneMatch(known -> known.label().equals(split))) {
      throw new UserErrorException(
          "There is no split \"%s\": expected train, validation or test".formatted(split));
    }
  }

  private static FileSystem fileSystem(Configuration conf, Path path) {
    try {
      return FileSystems.of(conf, path);
    } catch (IOException e) {
      throw new UserErrorException(
          "Cannot reach %s: %s. Name a folder on a file system that Hadoop knows"
              .formatted(path, e.getMessage()),
          e);
    }
  }
}
