package org.spiketrain.data.events;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.input_file_block_start;
import static org.apache.spark.sql.functions.input_file_name;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.when;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.PrimitiveIterator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.spiketrain.data.FrameWeights;
import org.spiketrain.data.events.EventRows.Made;
import org.spiketrain.data.events.NumberArray.OfSpark;
import org.spiketrain.data.events.TableRow.Facts;
import org.spiketrain.data.io.RawRecording;
import org.spiketrain.data.io.SourceFiles;
import org.spiketrain.data.table.CorpusTable;
import org.spiketrain.data.table.LabelledRow;
import org.spiketrain.data.table.RowWeight;
import org.spiketrain.data.table.TableSource;
import org.spiketrain.data.table.WideRows;
import org.spiketrain.model.UserErrorException;

/**
 * The rows of a table of recordings, each read and made into frames once. Kept by Spark until they
 * are closed, in the partitions in which the table came.
 *
 * @param name what the table is called
 * @param rows the rows with their frames, as they came
 * @param facts the rows without them, in the order of the corpus, with their numbers
 */
record TableRows(String name, JavaRDD<TableRow> rows, JavaRDD<Facts> facts)
    implements AutoCloseable {
  private static final int TIMES = 0;
  private static final int UNITS = 1;
  private static final int LABEL = 2;
  private static final int SPLIT = 3;
  private static final int ID = 4;
  private static final int NUMBERED = 5;
  private static final int FILE = 6;
  private static final int START = 7;
  private static final int WEIGHT = 8;
  private static final BigDecimal NO_NUMBER = new BigDecimal("-1e999");
  private static final String NO_LABEL = "empty label";

  /**
   * Reads the table once.
   *
   * @throws UserErrorException if there is no such table or column, or a column holds what it
   *     cannot hold
   */
  static TableRows open(SparkSession spark, EventsSettings settings) {
    RecordingTable recordings = settings.recordings();
    CorpusTable corpus = recordings.corpus();
    String what = corpus.source().shown(settings.path());
    EventRows reader = new EventRows(settings.transform());
    Dataset<Row> selected =
        selected(what, corpus.source().read(spark, settings.path()), recordings, reader);
    StructType columns = selected.schema();
    boolean isSplit = !recordings.isDealt();
    FrameWeights weights = corpus.weights();
    JavaRDD<TableRow> rows =
        WideRows.planned(spark, () -> selected.queryExecution().toRdd())
            .toJavaRDD()
            .mapPartitionsWithIndex(
                (partition, part) -> read(partition, part, columns, reader, isSplit, weights), true)
            .persist(StorageLevel.DISK_ONLY());
    JavaRDD<Facts> facts =
        rows.map(TableRow::facts)
            .sortBy(row -> row, true, Math.max(1, rows.getNumPartitions()))
            .zipWithIndex()
            .map(row -> row._1().numbered(row._2() + 1))
            .persist(StorageLevel.MEMORY_AND_DISK_SER());
    return new TableRows(what, rows, facts);
  }

  private static Dataset<Row> selected(
      String what, Dataset<Row> table, RecordingTable recordings, EventRows reader) {
    CorpusTable corpus = recordings.corpus();
    List<Column> events = reader.columns(what, table, recordings.columns());
    Column none = lit("");
    boolean named = !corpus.id().isBlank();
    return table.select(
        events.get(0).as("times"),
        events.get(1).as("units"),
        label(what, table, corpus.label()).as("label"),
        (recordings.isDealt() ? none : text(what, table, corpus.split(), "split")).as("split"),
        (named ? text(what, table, corpus.id(), "id") : none).as("id"),
        lit(named && TableSource.type(table, table.col(corpus.id())) instanceof NumericType)
            .as("numbered"),
        coalesce(input_file_name(), none).as("file"),
        input_file_block_start().as("start"),
        corpus.weightTexts(what, table).as("weight"));
  }

  private static Column plain(String what, Dataset<Row> table, String name, String key) {
    Column column = TableSource.column(what, table, name, "data.source." + key);
    DataType type = TableSource.type(table, column);
    if (List.of("struct", "array", "map").contains(type.typeName())) {
      throw new UserErrorException(
          "Column \"%s\" of %s holds %s: name one of texts or numbers with data.source.%s"
              .formatted(name, what, type.simpleString(), key));
    }
    return column;
  }

  private static Column text(String what, Dataset<Row> table, String name, String key) {
    return coalesce(plain(what, table, name, key).cast(DataTypes.StringType), lit(""));
  }

  /** Whole numbers of a column of fractions, which became one by missing labels, are whole. */
  private static Column label(String what, Dataset<Row> table, String name) {
    Column column = plain(what, table, name, "label");
    Column text = text(what, table, name, "label");
    DataType type = TableSource.type(table, column);
    if (type instanceof FloatType || type instanceof DoubleType) {
      text = when(isnan(column), lit("")).otherwise(text);
    }
    return type instanceof NumericType ? regexp_replace(text, "\\.0+$", "") : text;
  }

  /** Reads a partition; Spark uses the same row again for the next. */
  private static Iterator<TableRow> read(
      int partition,
      Iterator<InternalRow> rows,
      StructType columns,
      EventRows reader,
      boolean isSplit,
      FrameWeights weights) {
    EventTransform transform = reader.transform();
    PrimitiveIterator.OfLong places =
        LongStream.iterate(Places.first(partition), at -> at + 1).iterator();
    Iterable<InternalRow> all = () -> rows;
    return StreamSupport.stream(all.spliterator(), false)
        .map(
            row ->
                row(
                    row,
                    places.nextLong(),
                    reader.made(array(row, TIMES, columns), array(row, UNITS, columns), transform),
                    isSplit,
                    weights))
        .iterator();
  }

  private static Optional<NumberArray> array(InternalRow row, int column, StructType columns) {
    ArrayType type = (ArrayType) columns.fields()[column].dataType();
    return row.isNullAt(column)
        ? Optional.empty()
        : Optional.of(new OfSpark(row.getArray(column), type.elementType()));
  }

  private static TableRow row(
      InternalRow row, long place, Made made, boolean isSplit, FrameWeights weights) {
    RowWeight weight =
        weights == FrameWeights.PRESENT ? RowWeight.of(text(row, WEIGHT)) : RowWeight.NONE;
    LabelledRow labelled =
        new LabelledRow(
            0,
            "",
            text(row, LABEL).strip(),
            text(row, SPLIT).strip(),
            text(row, ID),
            weight,
            weight.fault());
    String fault = labelled.label().isEmpty() ? NO_LABEL : made.fault();
    if (fault.isEmpty()) {
      fault = labelled.fault();
    }
    if (isSplit && labelled.part().isEmpty()) {
      fault = LabelledRow.UNKNOWN_SPLIT;
    }
    Facts facts =
        new Facts(
            row.getBoolean(NUMBERED) ? number(labelled.id()) : NO_NUMBER,
            text(row, FILE),
            row.getLong(START),
            place,
            labelled,
            fault,
            content(made.recording()),
            made.framed()
                .map(framed -> FrameFacts.of(made.recording(), framed))
                .orElse(FrameFacts.NONE));
    return new TableRow(facts, facts.usable() ? made.frames() : TableRow.NO_FRAMES);
  }

  private static String text(InternalRow row, int column) {
    return row.getUTF8String(column).toString();
  }

  private static BigDecimal number(String id) {
    try {
      return new BigDecimal(id);
    } catch (NumberFormatException e) {
      return NO_NUMBER;
    }
  }

  private static long content(RawRecording recording) {
    int[] times = recording.times();
    int[] units = recording.units();
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * (times.length + units.length));
    bytes.asIntBuffer().put(times).put(units);
    return ByteBuffer.wrap(DigestUtils.sha256(bytes.array())).getLong();
  }

  /** Name of the table, or of the file or folder alone. */
  String shortName() {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /** Of the rows in their order, in hexadecimal. */
  String fingerprint(FrameWeights weights) {
    long[] sums = facts.map(row -> digest(row, weights)).fold(new long[3], TableRows::sum);
    return SourceFiles.fingerprint(Stream.of(sums[0], sums[1], sums[2]).map(Long::toHexString));
  }

  private static long[] digest(Facts facts, FrameWeights weights) {
    LabelledRow row = facts.row();
    String line =
        String.join(
            "\n",
            Long.toString(row.number()),
            row.id(),
            row.label(),
            row.split(),
            Long.toHexString(facts.content()));
    if (weights == FrameWeights.PRESENT) {
      line += "\n" + row.weight();
    }
    ByteBuffer digest = ByteBuffer.wrap(DigestUtils.sha256(line));
    return new long[] {1, digest.getLong(), digest.getLong()};
  }

  private static long[] sum(long[] sums, long[] more) {
    return new long[] {sums[0] + more[0], sums[1] + more[1], sums[2] + more[2]};
  }

  @Override
  public void close() {
    facts.unpersist();
    rows.unpersist();
  }
}
