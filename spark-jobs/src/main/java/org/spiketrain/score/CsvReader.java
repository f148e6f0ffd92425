package org.spiketrain.score;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.spiketrain.data.io.FileSystems;

/**
 * The records of a CSV stream (RFC 4180, UTF-8, lines ended by LF, CRLF or CR), with the positions
 * where they stand, which Spark's reader does not report. Quotes count only where a field begins
 * with one; blank lines between records are passed over.
 */
final class CsvReader implements Closeable {
  /** No record of texts is this long: a quote is missing, and the rest of the file is no field. */
  private static final int LONGEST_RECORD_BYTES = 1 << 20;

  private static final String BROKEN_QUOTES = "broken quotes";

  private static final int END = -1;
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final InputStream in;
  private final char delimiter;
  private final ByteArrayOutputStream text = new ByteArrayOutputStream();
  private final ByteArrayOutputStream field = new ByteArrayOutputStream();
  private String problem = "";
  private long recordLine;

  private long position;
  private long line;
  private int ahead;

  /**
   * Reads a stream that stands where a record begins, at a byte and a line (from 1) of the file.
   */
  CsvReader(InputStream in, char delimiter, long position, long line) throws IOException {
    this.in = new BufferedInputStream(in);
    this.delimiter = delimiter;
    this.position = position;
    this.line = line;
    if (position == 0) {
      skipByteOrderMark();
    }
    this.ahead = this.in.read();
  }

  /** Returns whether no position in a file can be reached but by unpacking it from the start. */
  static boolean isCompressed(Configuration conf, String location) {
    return new CompressionCodecFactory(conf).getCodec(new Path(location)) != null;
  }

  /** Opens a file, compressed or not, where a record begins, so many unpacked bytes into it. */
  static CsvReader open(
      Configuration conf, String location, char delimiter, long position, long line)
      throws IOException {
    Path path = new Path(location);
    InputStream file = FileSystems.of(conf, path).open(path);
    try {
      CompressionCodec codec = new CompressionCodecFactory(conf).getCodec(path);
      InputStream in = codec == null ? file : codec.createInputStream(file);
      in.skipNBytes(position);
      return new CsvReader(in, delimiter, position, line);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  private void skipByteOrderMark() throws IOException {
    in.mark(BYTE_ORDER_MARK.length);
    if (Arrays.equals(in.readNBytes(BYTE_ORDER_MARK.length), BYTE_ORDER_MARK)) {
      position = BYTE_ORDER_MARK.length;
    } else {
      in.reset();
    }
  }

  /** Returns the next record; {@link MalformedCsvException} if a quoted field has no proper end. */
  Optional<CsvRecord> next() throws IOException {
    while (ahead != END) {
      CsvRecord record = readRecord();
      if (!record.text().isBlank()) {
        return Optional.of(record);
      }
    }
    return Optional.empty();
  }

  private CsvRecord readRecord() throws IOException {
    long start = position;
    text.reset();
    problem = "";
    recordLine = line;
    List<String> fields = new ArrayList<>(List.of(readField()));
    while (ahead == delimiter) {
      take();
      fields.add(readField());
    }
    CsvRecord record = new CsvRecord(fields, utf8(text), start, recordLine, problem);
    if (ahead != END) {
      takeLineEnd();
    }
    return record;
  }

  private String readField() throws IOException {
    field.reset();
    if (ahead == '"') {
      readQuoted();
    } else {
      while (ahead != delimiter && !atLineEnd()) {
        field.write(take());
      }
    }
    return utf8(field);
  }

  private void readQuoted() throws IOException {
    long opened = line;
    take();
    while (ahead != END) {
      if (ahead == '\n' || ahead == '\r') {
        field.writeBytes(takeLineEnd());
      } else if (ahead != '"') {
        field.write(take());
      } else {
        take();
        if (ahead != '"') {
          checkEndOfQuoted();
          return;
        }
        field.write(take());
      }
    }
    throw new MalformedCsvException(opened, "opens a quoted field that is never closed");
  }

  /** A record of one line can be set aside alone; one of several has taken in its neighbours. */
  private void checkEndOfQuoted() throws IOException {
    if (ahead == delimiter || atLineEnd()) {
      return;
    }
    if (line != recordLine) {
      throw new MalformedCsvException(
          recordLine,
          "opens a quoted field whose closing quote, in line " + line + ", has text behind it");
    }
    problem = BROKEN_QUOTES;
    while (!atLineEnd()) {
      take();
    }
  }

  private boolean atLineEnd() {
    return ahead == END || ahead == '\n' || ahead == '\r';
  }

  private byte[] takeLineEnd() throws IOException {
    int first = take();
    line++;
    if (first == '\r' && ahead == '\n') {
      take();
      return new byte[] {'\r', '\n'};
    }
    return new byte[] {(byte) first};
  }

  private int take() throws IOException {
    int taken = ahead;
    if (text.size() >= LONGEST_RECORD_BYTES) {
      throw new MalformedCsvException(
          recordLine, "begins a row of more than 1 MiB, as a quote that is never closed makes it");
    }
    text.write(taken);
    position++;
    ahead = in.read();
    return taken;
  }

  private static String utf8(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /**
   * One record of a CSV file; it may go over several lines.
   *
   * @param fields its fields without their quotes, bytes that are not UTF-8 replaced; at least one
   * @param text the record as it stands in the file, without its line end
   * @param start where it begins in the file, in bytes
   * @param line the line of the file it begins on, from 1
   * @param problem why its fields cannot be told apart, empty if they can
   */
  record CsvRecord(List<String> fields, String text, long start, long line, String problem) {}

  /** A CSV file whose records cannot be told apart from some line on. */
  static final class MalformedCsvException extends IOException {
    private static final long serialVersionUID = 1L;

    MalformedCsvException(long line, String what) {
      super("line " + line + " " + what);
    }
  }
}
