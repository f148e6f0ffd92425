package org.spiketrain.score;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;

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
