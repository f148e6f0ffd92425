package org.spiketrain.score;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.data.LineColumn;
import org.spiketrain.data.io.FileFaultException;
import org.spiketrain.data.io.SourceFiles;
import org.spiketrain.data.io.SourceFiles.SourceFile;
import org.spiketrain.score.CsvReader.CsvRecord;

/**
 * The texts in CSV files. Only reading from the beginning distinguishes a line end between records
 * from one within quotes: a first pass, a task a file, finds the columns and cuts the file into
 * pieces, then each task reads a piece.
 *
 * @param texts all texts, in order, each partition texts of one file
 * @param headerOnly names of the files that have a header and nothing below it
 */
record CsvTexts(JavaRDD<RawText> texts, Set<String> headerOnly) {
  /** Runs the first pass; refuses, by their names, files that cannot be read for certain. */
  static CsvTexts scan(
      SparkSession spark, List<InputFile> files, CsvDialect dialect, LineColumn column) {
    long pieceBytes = InputFile.pieceBytes(spark, files);
    List<Scan> scans =
        files.isEmpty()
            ? List.of()
            : SourceFiles.scan(
                spark,
                files,
                "fix the file",
                (file, conf) -> Scan.of(file, dialect, column, pieceBytes, conf));
    List<Piece> pieces = scans.stream().flatMap(scan -> scan.pieces.stream()).toList();
    return new CsvTexts(
        pieces.isEmpty()
            ? JavaSparkContext.fromSparkContext(spark.sparkContext()).emptyRDD()
            : SourceFiles.contents(spark, pieces, Piece::texts),
        scans.stream()
            .filter(Scan::headerOnly)
            .map(scan -> scan.file.name())
            .collect(Collectors.toSet()));
  }

  /** Findings of the first pass over a file: the records below the header, in order. */
  private record Scan(InputFile file, List<Piece> pieces, boolean headerOnly)
      implements Serializable {
    static Scan of(
        InputFile file, CsvDialect dialect, LineColumn column, long pieceBytes, Configuration conf)
        throws FileFaultException {
      try (CsvReader reader = CsvReader.open(conf, file.location(), dialect.delimiter(), 0, 1)) {
        Optional<CsvRecord> record = reader.next();
        if (record.isEmpty()) {
          return new Scan(file, List.of(), false);
        }
        Layout layout = Layout.of(record.get(), dialect, column);
        record = layout.header() ? reader.next() : record;
        // Whoever reads a piece of a compressed file must unpack all that stands before it.
        long size = CsvReader.isCompressed(conf, file.location()) ? Long.MAX_VALUE : pieceBytes;
        List<CsvRecord> firsts = new ArrayList<>();
        for (; record.isPresent(); record = reader.next()) {
          if (firsts.isEmpty() || record.get().start() - last(firsts).start() >= size) {
            firsts.add(record.get());
          }
        }
        List<Piece> pieces = new ArrayList<>();
        for (int i = 0; i < firsts.size(); i++) {
          long end = i + 1 < firsts.size() ? firsts.get(i + 1).start() : Long.MAX_VALUE;
          CsvRecord first = firsts.get(i);
          pieces.add(
              new Piece(file, dialect.delimiter(), layout, first.start(), end, first.line()));
        }
        return new Scan(file, pieces, pieces.isEmpty());
      } catch (IOException e) {
        throw new FileFaultException(
            "is a CSV file that cannot be used: %s: fix the file".formatted(e.getMessage()), e);
      }
    }

    private static CsvRecord last(List<CsvRecord> records) {
      return records.get(records.size() - 1);
    }
  }

  /**
   * Whole records of a CSV file that follow on each other, which one task reads: unpacked bytes of
   * the file from {@code start} to before {@code end}, and the first record's line, from 1.
   */
  private record Piece(
      InputFile file, char delimiter, Layout layout, long start, long end, long line)
      implements SourceFile {
    @Override
    public String location() {
      return file.location();
    }

    /** The texts in it, read as they are asked for, within a Spark task. */
    Iterator<RawText> texts(Configuration conf) throws IOException {
      CsvReader reader =
          SourceFiles.closedWithTask(CsvReader.open(conf, file.location(), delimiter, start, line));
      return Stream.iterate(next(reader), Optional::isPresent, before -> next(reader))
          .map(record -> layout.text(file.name(), record.orElseThrow()))
          .iterator();
    }

    private Optional<CsvRecord> next(CsvReader reader) {
      try {
        return reader.next().filter(record -> record.start() < end);
      } catch (IOException e) {
        throw new UncheckedIOException(file.location() + ": " + e.getMessage(), e);
      }
    }
  }

  /** Layout of the records of a CSV file, by the first one; the texts' column counts from 0. */
  private record Layout(int texts, int columns, boolean header) implements Serializable {
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
      return switch (dialect.header()) {
        case PRESENT ->
            new Layout(named.orElseThrow(() -> without(column, first, "header")), columns, true);
        case ABSENT -> new Layout(0, columns, false);
        case DETECT -> {
          if (named.isEmpty() && columns > 1) {
            throw without(column, first, "first line");
          }
          yield new Layout(named.orElse(0), columns, named.isPresent());
        }
      };
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
    RawText text(String file, CsvRecord record) {
      List<String> fields = record.fields();
      boolean overflows = fields.stream().skip(columns).anyMatch(field -> !field.isBlank());
      String problem =
          record.problem().isEmpty() && overflows ? TOO_MANY_COLUMNS : record.problem();
      return problem.isEmpty()
          ? RawText.decoded(file, record.line(), texts < fields.size() ? fields.get(texts) : "")
          : new RawText(file, record.line(), record.text(), problem);
    }
  }
}
