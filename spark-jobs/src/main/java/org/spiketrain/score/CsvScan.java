package org.spiketrain.score;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.score.CsvReader.CsvRecord;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.TaskContext;

/**
 * What a first pass over a CSV file found. Only reading from the beginning tells a line end between
 * records from one within quotes, so the file is cut here for the tasks that read it again. A bad
 * file is a finding, not an exception, so that Spark does not retry it.
 *
 * @param pieces the records below the header, in order
 * @param headerOnly whether there is a header and nothing below it
 * @param problem what is wrong with the file, empty if nothing is
 */
record CsvScan(List<CsvPiece> pieces, boolean headerOnly, String problem) implements Serializable {

  /**
   * Reads a file to its end.
   *
   * @param pieceBytes about how many bytes a piece is to have
   */
  static CsvScan of(
      InputFile file, CsvDialect dialect, LineColumn column, long pieceBytes, Configuration conf) {
    try (CsvReader reader = CsvReader.open(conf, file.location(), dialect.delimiter(), 0, 1)) {
      Optional<CsvRecord> first = reader.next();
      if (first.isEmpty()) {
        return new CsvScan(List.of(), false, "");
      }
      CsvLayout layout = CsvLayout.of(first.get(), dialect, column);
      Optional<CsvRecord> begin = layout.header() ? reader.next() : first;
      // Whoever reads a piece of a compressed file must unpack all that stands before it.
      long size = CsvReader.isCompressed(conf, file.location()) ? Long.MAX_VALUE : pieceBytes;
      CsvPiece whole = new CsvPiece(file, dialect.delimiter(), layout, 0, Long.MAX_VALUE, 1);
      return begin.isEmpty()
          ? new CsvScan(List.of(), true, "")
          : new CsvScan(cut(whole.from(begin.get()), reader, size), false, "");
    } catch (UserErrorException e) {
      return bad(e.getMessage());
    } catch (IOException e) {
      return bad(e.getMessage() + ": mend the file");
    }
  }

  private static List<CsvPiece> cut(CsvPiece rest, CsvReader reader, long size) throws IOException {
    List<CsvPiece> pieces = new ArrayList<>();
    CsvPiece last = rest;
    for (Optional<CsvRecord> next = reader.next(); next.isPresent(); next = reader.next()) {
      if (next.get().start() - last.start() >= size) {
        pieces.add(last.upTo(next.get()));
        last = last.from(next.get());
      }
    }
    pieces.add(last);
    return pieces;
  }

  private static CsvScan bad(String problem) {
    return new CsvScan(List.of(), false, problem);
  }

  /**
   * Whole records of a CSV file that follow on each other: what one task reads.
   *
   * @param file the file
   * @param delimiter what stands between its fields
   * @param layout what its columns are
   * @param start where the first record begins in the file, in bytes, unpacked
   * @param end where the record after the last one begins
   * @param line the line of the file that the first record begins on, from 1
   */
  record CsvPiece(InputFile file, char delimiter, CsvLayout layout, long start, long end, long line)
      implements Serializable {

    /** The same piece, beginning with this record. */
    CsvPiece from(CsvRecord first) {
      return new CsvPiece(file, delimiter, layout, first.start(), end, first.line());
    }

    /** The same piece, ending before this record. */
    CsvPiece upTo(CsvRecord next) {
      return new CsvPiece(file, delimiter, layout, start, next.start(), line);
    }

    /** The names in it, read as they are asked for, within a Spark task. */
    Iterator<RawText> names(Configuration conf) throws IOException {
      CsvReader reader = CsvReader.open(conf, file.location(), delimiter, start, line);
      TaskContext.get()
          .addTaskCompletionListener(
              context -> {
                try {
                  reader.close();
                } catch (IOException e) {
                  throw new UncheckedIOException("Cannot close " + file.location(), e);
                }
              });
      return new Names(this, reader);
    }

    private static final class Names implements Iterator<RawText> {
      private final CsvPiece piece;
      private final CsvReader reader;
      private Optional<CsvRecord> ready;

      Names(CsvPiece piece, CsvReader reader) {
        this.piece = piece;
        this.reader = reader;
        this.ready = read();
      }

      @Override
      public boolean hasNext() {
        return ready.isPresent();
      }

      @Override
      public RawText next() {
        CsvRecord record =
            ready.orElseThrow(() -> new NoSuchElementException("no more names in this piece"));
        ready = read();
        return piece.layout().name(piece.file().index(), record);
      }

      private Optional<CsvRecord> read() {
        try {
          return reader.next().filter(record -> record.start() < piece.end());
        } catch (IOException e) {
          throw new UncheckedIOException(piece.file().location() + ": " + e.getMessage(), e);
        }
      }
    }
  }
}
