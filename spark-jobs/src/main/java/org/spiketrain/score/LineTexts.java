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
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.data.LineColumn;
import org.spiketrain.data.io.Compression;
import org.spiketrain.data.io.CsvRecords;
import org.spiketrain.data.io.CsvRecords.CsvRecord;
import org.spiketrain.data.io.FileFaultException;
import org.spiketrain.data.io.SourceFiles;
import org.spiketrain.data.io.SourceFiles.SourceFile;
import org.spiketrain.data.io.TableHeader;
import org.spiketrain.data.io.TextLines;
import org.spiketrain.score.InputFile.InputFormat;
import scala.Tuple2;

/**
 * The texts in text files and CSV files. A first pass, a task a file, finds the columns and counts
 * the rows. Then each file is read by one task again, since only reading from the beginning tells
 * the number of a line, and whether a line end is one between records or within quotes; the rows of
 * large files are dealt to as many tasks as there is work for.
 *
 * @param texts all texts, each partition texts of one file in order
 * @param headerOnly names of the files that have a header and nothing below it
 */
record LineTexts(JavaRDD<RawText> texts, Set<String> headerOnly) {
  /** Fewer are not worth a task. */
  private static final long FEWEST_ROWS = 5000;

  /** Runs the first pass; refuses, by their names, files that cannot be read for certain. */
  static LineTexts scan(
      SparkSession spark, List<InputFile> files, CsvDialect dialect, LineColumn column) {
    List<FileTexts> scanned =
        files.isEmpty()
            ? List.of()
            : SourceFiles.scan(
                spark,
                files,
                "fix the file",
                (file, conf) -> FileTexts.scan(file, dialect, column, conf));
    return new LineTexts(
        texts(spark, scanned.stream().filter(file -> file.rows > 0).toList()),
        scanned.stream()
            .filter(FileTexts::headerOnly)
            .map(FileTexts::name)
            .collect(Collectors.toSet()));
  }

  private static JavaRDD<RawText> texts(SparkSession spark, List<FileTexts> files) {
    if (files.isEmpty()) {
      return JavaSparkContext.fromSparkContext(spark.sparkContext()).emptyRDD();
    }
    JavaRDD<RawText> texts = SourceFiles.contents(spark, files, FileTexts::texts);
    long all = files.stream().mapToLong(FileTexts::rows).sum();
    long pieceRows = Math.max(FEWEST_ROWS, all / InputFile.pieces(spark) + 1);
    if (files.stream().allMatch(file -> file.rows <= pieceRows)) {
      return texts;
    }
    // A file's first row begins a piece.
    long[] first = new long[files.size() + 1];
    for (int k = 0; k < files.size(); k++) {
      first[k + 1] = first[k] + (files.get(k).rows + pieceRows - 1) / pieceRows * pieceRows;
    }
    int pieces = Math.toIntExact(first[files.size()] / pieceRows);
    return texts
        .mapPartitionsWithIndex((file, rows) -> numbered(first[file], rows), true)
        .mapToPair(row -> row)
        .repartitionAndSortWithinPartitions(new Pieces(pieceRows, pieces))
        .values();
  }

  private static Iterator<Tuple2<Long, RawText>> numbered(long first, Iterator<RawText> texts) {
    return Stream.iterate(first, row -> row + 1)
        .takeWhile(row -> texts.hasNext())
        .map(row -> new Tuple2<>(row, texts.next()))
        .iterator();
  }

  /** Deals rows that follow on each other to one partition. */
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

  /** Reads one text after the other. */
  private interface Reader extends Closeable {
    Optional<RawText> next() throws IOException;
  }

  /**
   * A file and the findings of the first pass.
   *
   * @param layout of a CSV file's records; null for a text file
   */
  private record FileTexts(
      InputFile file, char delimiter, Layout layout, long rows, boolean headerOnly)
      implements SourceFile {
    static FileTexts scan(InputFile file, CsvDialect dialect, LineColumn column, Configuration conf)
        throws FileFaultException {
      try (InputStream in = open(file, conf)) {
        Layout layout =
            file.format() == InputFormat.CSV ? layout(file, dialect, column, conf) : null;
        FileTexts texts = new FileTexts(file, dialect.delimiter(), layout, 0, false);
        long rows = 0;
        try (Reader reader = texts.reader(in)) {
          while (reader.next().isPresent()) {
            rows++;
          }
        }
        boolean headerOnly = layout != null && layout.hasHeader() && rows == 0;
        return new FileTexts(file, dialect.delimiter(), layout, rows, headerOnly);
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

    private static Layout layout(
        InputFile file, CsvDialect dialect, LineColumn column, Configuration conf)
        throws IOException, FileFaultException {
      try (InputStream in = open(file, conf);
          CsvRecords records = new CsvRecords(TextLines.replacing(in), dialect.delimiter())) {
        Optional<CsvRecord> first = records.next();
        return first.isEmpty() ? Layout.EMPTY : Layout.of(first.get(), dialect, column);
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

    @Override
    public String location() {
      return file.location();
    }

    @Override
    public String name() {
      return file.name();
    }

    /** The texts in it, read as they are asked for, within a Spark task. */
    Iterator<RawText> texts(Configuration conf) throws IOException {
      Reader reader = SourceFiles.closedWithTask(reader(open(file, conf)));
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

    private Reader reader(InputStream in) throws IOException {
      return layout == null
          ? new Lines(name(), new TextLines(in))
          : Records.of(name(), layout, new CsvRecords(TextLines.replacing(in), delimiter));
    }
  }

  private record Lines(String file, TextLines lines) implements Reader {
    @Override
    public Optional<RawText> next() throws IOException {
      try {
        return lines.next().map(text -> marked(RawText.of(file, lines.number(), text)));
      } catch (TextLines.LongLineException e) {
        throw e;
      } catch (TextLines.MalformedLineException e) {
        return Optional.of(new RawText(file, lines.number(), e.text(), RawText.INVALID_UTF8));
      }
    }

    @Override
    public void close() throws IOException {
      lines.close();
    }
  }

  private static RawText marked(RawText text) {
    return TextLines.hasMark(text.text())
        ? new RawText(text.file(), text.row(), text.text(), TextLines.MARK_WITHIN)
        : text;
  }

  private record Records(String file, Layout layout, CsvRecords records) implements Reader {
    static Records of(String file, Layout layout, CsvRecords records) throws IOException {
      if (layout.hasHeader()) {
        records.next();
      }
      return new Records(file, layout, records);
    }

    @Override
    public Optional<RawText> next() throws IOException {
      Optional<CsvRecord> record = records.next();
      return record.isEmpty() ? Optional.empty() : Optional.of(layout.text(file, record.get()));
    }

    @Override
    public void close() throws IOException {
      records.close();
    }
  }

  /**
   * Layout of the records of a CSV file, by the first one; the texts' column counts from 0.
   *
   * @param header null where the first record is none
   */
  private record Layout(int texts, int columns, TableHeader header) implements Serializable {
    /** Of a file without a record. */
    static final Layout EMPTY = new Layout(0, 0, null);

    private static final String TOO_MANY_COLUMNS = "more columns than the first row";

    private static final int SHOWN = 60;
    private static final List<Character> DELIMITERS = List.of(',', ';', '\t', '|');

    /**
     * Looks at the first record; refuses one that does not show for certain which column holds the
     * texts: any other one would be scored without a word.
     */
    static Layout of(CsvRecord first, CsvDialect dialect, LineColumn column)
        throws FileFaultException {
      checkDelimiter(first, dialect.delimiter());
      if (!first.problem().isEmpty()) {
        throw new FileFaultException(
            "is a CSV file whose first line, %s, has %s: fix it"
                .formatted(shortened(first.text()), first.problem()));
      }
      OptionalInt named = column.among(first.fields());
      int columns = first.fields().size();
      TableHeader header = new TableHeader(first.fields());
      return switch (dialect.header()) {
        case PRESENT ->
            new Layout(named.orElseThrow(() -> without(column, first, "header")), columns, header);
        case ABSENT -> new Layout(0, columns, null);
        case DETECT -> {
          if (named.isEmpty() && columns > 1) {
            throw without(column, first, "first line");
          }
          yield new Layout(named.orElse(0), columns, named.isPresent() ? header : null);
        }
      };
    }

    boolean hasHeader() {
      return header != null;
    }

    /** A line without the delimiter but with another one is most likely delimited by that. */
    private static void checkDelimiter(CsvRecord first, char delimiter) throws FileFaultException {
      if (first.fields().size() > 1 || first.text().indexOf(delimiter) >= 0) {
        return;
      }
      Optional<Character> other =
          DELIMITERS.stream()
              .filter(c -> c != delimiter && first.text().indexOf(c) >= 0)
              .findFirst();
      if (other.isPresent()) {
        String found = CsvDialect.shown(other.get());
        throw new FileFaultException(
            "is a CSV file whose first line has no \"%s\" but \"%s\" (%s): say so with -D \"scoring.csv-delimiter=%s\""
                .formatted(CsvDialect.shown(delimiter), found, shortened(first.text()), found));
      }
    }

    private static FileFaultException without(LineColumn column, CsvRecord first, String where) {
      return new FileFaultException(
          "is a CSV file whose %s names no column \"%s\", only %s: rename the column of the %s, or, if the file has no header and begins with the %s, set scoring.csv-header=absent"
              .formatted(
                  where,
                  column.name(),
                  first.fields().stream()
                      .map(field -> '"' + shortened(field) + '"')
                      .collect(Collectors.joining(", ")),
                  column.content(),
                  column.content()));
    }

    private static String shortened(String text) {
      return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }

    /** The text in a record, or why there is none. */
    RawText text(String file, CsvRecord record) throws FileFaultException {
      List<String> fields = record.fields();
      String problem = problem(record);
      return problem.isEmpty()
          ? marked(
              RawText.decoded(file, record.line(), texts < fields.size() ? fields.get(texts) : ""))
          : new RawText(file, record.line(), record.text(), problem);
    }

    private String problem(CsvRecord record) throws FileFaultException {
      List<String> fields = record.fields();
      if (!record.problem().isEmpty()) {
        return record.problem();
      }
      if (hasHeader() && header.isRepeatedBy(fields, record.line())) {
        return TableHeader.REPEATED;
      }
      boolean overflows = fields.stream().skip(columns).anyMatch(field -> !field.isBlank());
      return overflows ? TOO_MANY_COLUMNS : "";
    }
  }
}
