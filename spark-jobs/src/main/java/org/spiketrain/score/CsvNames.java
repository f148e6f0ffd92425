package org.spiketrain.score;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.spiketrain.data.LineColumn;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.score.CsvNames.CsvScan.CsvPiece;
import org.spiketrain.score.CsvReader.CsvRecord;
import org.spiketrain.score.InputFiles.PieceSize;

/**
 * The names in CSV files: a first pass finds the columns and cuts the files into pieces, then each
 * task reads a piece.
 *
 * @param names all names, in order, each partition names of one file
 * @param headerOnly indices of the files that have a header and nothing below it
 */
record CsvNames(JavaRDD<RawText> names, Set<Integer> headerOnly) {

  /**
   * Reads files.
   *
   * @throws UserErrorException naming all files that cannot be read for certain
   */
  static CsvNames read(
      SparkSession spark, List<InputFile> files, CsvDialect dialect, LineColumn column) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    if (files.isEmpty()) {
      return new CsvNames(context.emptyRDD(), Set.of());
    }
    SerializableConfiguration conf =
        new SerializableConfiguration(spark.sessionState().newHadoopConf());
    long pieceBytes = PieceSize.of(spark, files);
    List<CsvScan> scans =
        context
            .parallelize(files, files.size())
            .map(file -> CsvScan.of(file, dialect, column, pieceBytes, conf.value()))
            .collect();
    refuse(files, scans);
    List<CsvPiece> pieces = new ArrayList<>();
    Set<Integer> headerOnly = new HashSet<>();
    for (int i = 0; i < scans.size(); i++) {
      pieces.addAll(scans.get(i).pieces());
      if (scans.get(i).headerOnly()) {
        headerOnly.add(files.get(i).index());
      }
    }
    return new CsvNames(read(context, pieces, conf), headerOnly);
  }

  private static void refuse(List<InputFile> files, List<CsvScan> scans) {
    List<String> problems =
        IntStream.range(0, scans.size())
            .filter(i -> !scans.get(i).problem().isEmpty())
            .mapToObj(
                i -> "CSV file %s: %s".formatted(files.get(i).location(), scans.get(i).problem()))
            .toList();
    if (!problems.isEmpty()) {
      throw new UserErrorException(String.join("\n", problems));
    }
  }

  private static JavaRDD<RawText> read(
      JavaSparkContext context, List<CsvPiece> pieces, SerializableConfiguration conf) {
    return pieces.isEmpty()
        ? context.emptyRDD()
        : context.parallelize(pieces, pieces.size()).flatMap(piece -> piece.names(conf.value()));
  }

  /**
   * Findings of a first pass over a CSV file. Only reading from the beginning distinguishes a line
   * end between records from one within quotes, so the file is cut here for the tasks that read it
   * again. A bad file is a finding, not an exception, so that Spark does not retry it.
   *
   * @param pieces the records below the header, in order
   * @param headerOnly whether there is a header and nothing below it
   * @param problem what is wrong with the file, empty if nothing is
   */
  record CsvScan(List<CsvPiece> pieces, boolean headerOnly, String problem)
      implements Serializable {

    /**
     * Reads a file to its end.
     *
     * @param pieceBytes about how many bytes a piece is to have
     */
    static CsvScan of(
        InputFile file,
        CsvDialect dialect,
        LineColumn column,
        long pieceBytes,
        Configuration conf) {
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
        return bad(e.getMessage() + ": fix the file");
      }
    }

    private static List<CsvPiece> cut(CsvPiece rest, CsvReader reader, long size)
        throws IOException {
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
    record CsvPiece(
        InputFile file, char delimiter, CsvLayout layout, long start, long end, long line)
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
}
