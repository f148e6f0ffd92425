package org.spiketrain.score;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.spiketrain.data.LineColumn;
import org.spiketrain.data.io.Compression;
import org.spiketrain.data.io.CsvRecords;
import org.spiketrain.data.io.CsvRecords.CsvRecord;
import org.spiketrain.data.io.FileFaultException;
import org.spiketrain.data.io.SourceFiles;
import org.spiketrain.data.io.SourceFiles.SourceFile;
import org.spiketrain.data.io.TextLines;
import org.spiketrain.score.InputFile.InputFormat;
import scala.Tuple2;

/**
 * The texts in text files and CSV files. A first pass, a task a file, finds the columns and counts
 * the rows. Then each file is read by one task again, since only reading from the beginning tells
 * the number of a line, and whether a line end is one between records or within quotes; the rows of
 * large files are dealt to as many tasks as there is work for.
 */
final class LineTexts {
  /** Rows that travel together; fewer where they are large. */
  private static final int BLOCK_ROWS = 500;

  /** Fewer are not worth a task. */
  private static final long FEWEST_BLOCKS = 10;

  private LineTexts() {}

  /** Runs the first pass; refuses, by their names, files that cannot be read for certain. */
  static List<FileTexts> scan(
      SparkSession spark, List<InputFile> files, CsvDialect dialect, LineColumn column) {
    return files.isEmpty()
        ? List.of()
        : SourceFiles.scan(
            spark,
            files,
            "fix the file",
            (file, conf) -> FileTexts.scan(file, dialect.of(file.name()), column, conf));
  }

  /** All texts, each partition texts of one file in order. */
  static JavaRDD<RawText> read(SparkSession spark, List<FileTexts> scanned, TableColumns columns) {
    List<PlacedTexts> files =
        scanned.stream()
            .filter(file -> file.rows > 0)
            .map(file -> new PlacedTexts(file, columns.places(file)))
            .toList();
    if (files.isEmpty()) {
      return JavaSparkContext.fromSparkContext(spark.sparkContext()).emptyRDD();
    }
    JavaRDD<RawText> texts = SourceFiles.contents(spark, files, PlacedTexts::texts);
    long all = files.stream().mapToLong(PlacedTexts::rows).sum();
    long pieceBlocks = Math.max(FEWEST_BLOCKS, all / InputFile.pieces(spark) / BLOCK_ROWS + 1);
    long pieceRows = pieceBlocks * BLOCK_ROWS;
    if (files.stream().allMatch(file -> file.rows() <= pieceRows)) {
      return texts;
    }
    // A file's first row begins a piece.
    long[] first = new long[files.size() + 1];
    for (int k = 0; k < files.size(); k++) {
      first[k + 1] = first[k] + (files.get(k).rows() + pieceRows - 1) / pieceRows * pieceRows;
    }
    int pieces = Math.toIntExact(first[files.size()] / pieceRows);
    return texts
        .mapPartitionsWithIndex((file, rows) -> blocks(first[file], rows), true)
        .mapToPair(block -> block)
        .repartitionAndSortWithinPartitions(new Pieces(pieceRows, pieces))
        .values()
        .flatMap(TextBlock::texts);
  }

  /** Blocks by the numbers of their first rows. */
  private static Iterator<Tuple2<Long, TextBlock>> blocks(long first, Iterator<RawText> texts) {
    AtomicLong row = new AtomicLong(first);
    return Batches.of(texts, BLOCK_ROWS)
        .map(block -> new Tuple2<>(row.getAndAdd(block.size()), TextBlock.of(block)))
        .iterator();
  }

  /** Deals blocks that follow on each other to one partition. */
  private static final class Pieces extends Partitioner {
    private static final long serialVersionUID = 1L;

    private final long rows;
    private final int pieces;

    Pieces(long rows, int pieces) {
      this.rows = rows;
      this.pieces = pieces;
    }

    @Override
    public int numPartitions() {
      return pieces;
    }

    @Override
    public int getPartition(Object row) {
      return (int) ((Long) row / rows);
    }
  }

  /** A file and the findings of the first pass. */
  record FileTexts(InputFile file, CsvDialect dialect, RecordLayout layout, long rows)
      implements TableColumns.Table, Serializable {
    static FileTexts scan(InputFile file, CsvDialect dialect, LineColumn column, Configuration conf)
        throws FileFaultException {
      try {
        RecordLayout layout = layout(file, dialect, column, conf);
        FileTexts texts = new FileTexts(file, dialect, layout, 0);
        long rows = 0;
        try (Reader reader = texts.reader(conf, new ColumnPlaces(List.of(), 0))) {
          while (reader.next().isPresent()) {
            rows++;
          }
        }
        return new FileTexts(file, dialect, layout, rows);
      } catch (FileFaultException e) {
        throw e;
      } catch (EOFException e) {
        throw new FileFaultException("is cut off: fetch or copy it again", e);
      } catch (IOException e) {
        throw new FileFaultException(
            "is a %s file that cannot be used: %s: fix the file"
                .formatted(file.format() == InputFormat.CSV ? "CSV" : "text", e.getMessage()),
            e);
      }
    }

    private static RecordLayout layout(
        InputFile file, CsvDialect dialect, LineColumn column, Configuration conf)
        throws IOException, FileFaultException {
      if (file.format() == InputFormat.TEXT) {
        return RecordLayout.ofLines(column);
      }
      try (CsvRecords records = dialect.records(open(file, conf))) {
        Optional<CsvRecord> first = records.next();
        return first.isPresent()
            ? RecordLayout.of(first.get(), dialect, column)
            : RecordLayout.ofLines(column);
      }
    }

    private static InputStream open(InputFile file, Configuration conf) throws IOException {
      CompressionCodec codec =
          new CompressionCodecFactory(conf).getCodec(new Path(file.location()));
      BufferedInputStream in = new BufferedInputStream(file.open(conf));
      try {
        Compression.checkPacked(file.location(), in);
        return codec == null ? in : codec.createInputStream(in);
      } catch (IOException e) {
        in.close();
        throw e;
      }
    }

    Reader reader(Configuration conf, ColumnPlaces places) throws IOException {
      if (file.format() == InputFormat.TEXT) {
        return new Lines(file.name(), new TextLines(open(file, conf)), places);
      }
      CsvRecords records = dialect.records(open(file, conf));
      if (layout.hasHeader()) {
        records.next();
      }
      return new Records(file.name(), records, layout, places);
    }

    boolean headerOnly() {
      return layout.hasHeader() && rows == 0;
    }

    @Override
    public StructType columns() {
      return new StructType(
          layout.names().stream()
              .map(name -> DataTypes.createStructField(name, DataTypes.StringType, true))
              .toArray(StructField[]::new));
    }

    @Override
    public int text() {
      return layout.text();
    }
  }

  private record PlacedTexts(FileTexts file, ColumnPlaces places) implements SourceFile {
    @Override
    public String location() {
      return file.file.location();
    }

    long rows() {
      return file.rows;
    }

    /** The texts in it, read as they are asked for, within a Spark task. */
    Iterator<RawText> texts(Configuration conf) throws IOException {
      Reader reader = SourceFiles.closedWithTask(file.reader(conf, places));
      return Stream.iterate(next(reader), Optional::isPresent, before -> next(reader))
          .map(Optional::orElseThrow)
          .iterator();
    }

    private Optional<RawText> next(Reader reader) {
      try {
        return reader.next();
      } catch (IOException e) {
        throw new UncheckedIOException(location() + ": " + e.getMessage(), e);
      }
    }
  }

  /** Reads one text after the other. */
  private interface Reader extends Closeable {
    Optional<RawText> next() throws IOException;
  }

  private record Lines(String file, TextLines lines, ColumnPlaces places) implements Reader {
    @Override
    public Optional<RawText> next() throws IOException {
      try {
        return lines
            .next()
            .map(
                text ->
                    RawText.of(file, lines.number(), text, places.row(List.of(text))).unmarked());
      } catch (TextLines.LongLineException e) {
        throw e;
      } catch (TextLines.MalformedLineException e) {
        return Optional.of(
            new RawText(
                file,
                lines.number(),
                e.text(),
                RawText.INVALID_UTF8,
                places.row(List.of(e.text()))));
      }
    }

    @Override
    public void close() throws IOException {
      lines.close();
    }
  }

  private record Records(String file, CsvRecords records, RecordLayout layout, ColumnPlaces places)
      implements Reader {
    @Override
    public Optional<RawText> next() throws IOException, FileFaultException {
      Optional<CsvRecord> record = records.next();
      return record.isEmpty()
          ? Optional.empty()
          : Optional.of(layout.text(file, record.get(), places));
    }

    @Override
    public void close() throws IOException {
      records.close();
    }
  }
}
