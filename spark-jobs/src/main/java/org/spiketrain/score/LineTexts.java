package org.spiketrain.score;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
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
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.data.io.SourceFiles;
import org.spiketrain.data.io.SourceFiles.SourceFile;
import org.spiketrain.data.io.TextLines;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.score.InputFile.InputFormat;
import scala.Tuple2;

/**
 * The texts in text files and CSV files. A first pass, a task a file, finds the columns, counts the
 * rows and notes where pieces of the file begin: only reading from the beginning tells the number
 * of a line, and whether a line end is one between records or within quotes. From there each piece
 * is read by a task of its own. What is compressed can be read from the beginning alone: the rows
 * of large files are dealt to as many tasks as there are pieces.
 *
 * @param files what the first pass has found
 * @param pieceRows most rows of a piece
 */
record LineTexts(List<FileTexts> files, long pieceRows) {
  /** Rows that travel together; fewer where they are large. */
  private static final int BLOCK_ROWS = 500;

  /** Fewer are not worth a task; every so many of a file are a place where a piece may begin. */
  private static final int STEP = 5_000;

  /** More would make a piece that is lost when a program is killed take minutes. */
  private static final long MOST_ROWS = 250_000;

  /** A place in a file, behind its first rows. */
  record Start(long offset, int line) implements Serializable {
    static final Start OF_FILE = new Start(0, 0);
  }

  /** Runs the first pass; refuses, by their names, files that cannot be read for certain. */
  static LineTexts scan(
      SparkSession spark,
      List<InputFile> files,
      CsvDialect dialect,
      LineColumn column,
      ScoreSplit split) {
    if (files.isEmpty()) {
      return new LineTexts(List.of(), STEP);
    }
    List<FileTexts> found =
        SourceFiles.scan(
            spark,
            files,
            "fix the file",
            (file, conf) -> FileTexts.scan(file, dialect.of(file.name()), column, conf));
    long all = found.stream().mapToLong(FileTexts::rows).sum();
    long rows = Math.min(MOST_ROWS, (all + split.pieces() - 1) / split.pieces());
    long steps = Math.max(1, (rows + STEP - 1) / STEP);
    return new LineTexts(
        found.stream().map(file -> file.withEvery((int) steps)).toList(), steps * STEP);
  }

  /** Number of all texts. */
  long rows() {
    return files.stream().mapToLong(FileTexts::rows).sum();
  }

  /** All texts, each partition texts of one file in order. */
  JavaRDD<RawText> read(SparkSession spark, TableColumns columns) {
    List<PlacedTexts> pieces = new ArrayList<>();
    List<PlacedTexts> dealt = new ArrayList<>();
    for (FileTexts file : files) {
      ColumnPlaces places = columns.places(file);
      if (file.rows > pieceRows && file.starts.isEmpty()) {
        dealt.add(new PlacedTexts(file.head(), places, Start.OF_FILE, file.rows));
      } else {
        pieces.addAll(file.pieces(places, pieceRows));
      }
    }
    JavaRDD<RawText> texts =
        pieces.isEmpty()
            ? JavaSparkContext.fromSparkContext(spark.sparkContext()).emptyRDD()
            : SourceFiles.contents(spark, pieces, PlacedTexts::texts);
    return dealt.isEmpty() ? texts : texts.union(dealt(spark, dealt));
  }

  private JavaRDD<RawText> dealt(SparkSession spark, List<PlacedTexts> large) {
    // A file's first row begins a piece.
    long[] first = new long[large.size() + 1];
    for (int k = 0; k < large.size(); k++) {
      first[k + 1] = first[k] + (large.get(k).rows() + pieceRows - 1) / pieceRows * pieceRows;
    }
    int pieces = Math.toIntExact(first[large.size()] / pieceRows);
    return SourceFiles.contents(spark, large, PlacedTexts::texts)
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

  /**
   * A file and the findings of the first pass.
   *
   * @param starts where the second and all further pieces begin; none where it can be read from the
   *     beginning alone
   */
  record FileTexts(
      InputFile file, CsvDialect dialect, RecordLayout layout, long rows, List<Start> starts)
      implements TableColumns.Table, Serializable {
    static FileTexts scan(InputFile file, CsvDialect dialect, LineColumn column, Configuration conf)
        throws FileFaultException {
      try {
        RecordLayout layout = layout(file, dialect, column, conf);
        FileTexts texts = new FileTexts(file, dialect, layout, 0, List.of());
        List<Start> starts = new ArrayList<>();
        boolean seekable = codec(file, conf) == null;
        long rows = 0;
        try (Reader reader = texts.reader(conf, new ColumnPlaces(List.of(), 0), Start.OF_FILE)) {
          while (reader.next().isPresent()) {
            rows++;
            if (seekable && rows % STEP == 0) {
              starts.add(reader.place());
            }
          }
        }
        return new FileTexts(file, dialect, layout, rows, starts);
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

    /** The same with some of its starts. */
    private FileTexts withEvery(int step) {
      List<Start> some =
          IntStream.range(0, starts.size())
              .filter(k -> (k + 1) % step == 0)
              // Behind the last row no piece begins.
              .filter(k -> (k + 1L) * STEP < rows)
              .mapToObj(starts::get)
              .toList();
      return new FileTexts(file, dialect, layout, rows, some);
    }

    /** The same as it travels to tasks. */
    private FileTexts head() {
      return new FileTexts(file, dialect, layout, rows, List.of());
    }

    private List<PlacedTexts> pieces(ColumnPlaces places, long pieceRows) {
      List<PlacedTexts> pieces = new ArrayList<>();
      FileTexts head = head();
      for (int k = 0; k * pieceRows < rows; k++) {
        pieces.add(
            new PlacedTexts(
                head,
                places,
                k == 0 ? Start.OF_FILE : starts.get(k - 1),
                Math.min(pieceRows, rows - k * pieceRows)));
      }
      return pieces;
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

    /** What unpacks it; null where it is not packed. */
    private static CompressionCodec codec(InputFile file, Configuration conf) {
      return new CompressionCodecFactory(conf).getCodec(new Path(file.location()));
    }

    private static InputStream open(InputFile file, Configuration conf) throws IOException {
      CompressionCodec codec = codec(file, conf);
      BufferedInputStream in = new BufferedInputStream(file.open(conf));
      try {
        Compression.checkPacked(file.location(), in);
        return codec == null ? in : codec.createInputStream(in);
      } catch (IOException e) {
        in.close();
        throw e;
      }
    }

    private InputStream opened(long offset, Configuration conf) throws IOException {
      FSDataInputStream in = FileSystems.open(conf, new Path(file.location()));
      try {
        in.seek(offset);
        return in;
      } catch (IOException e) {
        in.close();
        throw e;
      }
    }

    Reader reader(Configuration conf, ColumnPlaces places, Start start) throws IOException {
      InputStream in = start.offset() == 0 ? open(file, conf) : opened(start.offset(), conf);
      if (file.format() == InputFormat.TEXT) {
        return new Lines(file.name(), TextLines.of(in, start.line(), start.offset()), places);
      }
      CsvRecords records = dialect.records(in, start.line(), start.offset());
      if (layout.hasHeader() && start.offset() == 0) {
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

  /** A file, or rows of it from some place on. */
  private record PlacedTexts(FileTexts file, ColumnPlaces places, Start start, long rows)
      implements SourceFile {
    @Override
    public String location() {
      return file.file.location();
    }

    /** The texts in it, read as they are asked for, within a Spark task. */
    Iterator<RawText> texts(Configuration conf) throws IOException {
      Reader reader = SourceFiles.closedWithTask(file.reader(conf, places, start));
      return LongStream.range(0, rows)
          .mapToObj(k -> next(reader).orElseThrow(this::cutOff))
          .iterator();
    }

    private UserErrorException cutOff() {
      return new UserErrorException(
          "%s has fewer rows than when it was looked at: score it when nobody changes it, or a copy of it"
              .formatted(location()));
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

    /** The place behind the text read last. */
    Start place();
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
    public Start place() {
      return new Start(lines.position(), lines.number());
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
    public Start place() {
      return new Start(records.position(), records.line());
    }

    @Override
    public void close() throws IOException {
      records.close();
    }
  }
}
