package org.spiketrain.score;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.spiketrain.model.UserErrorException;

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
}
