package org.spiketrain.data.io;

import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import com.univocity.parsers.csv.UnescapedQuoteHandling;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The records of CSV lines (RFC 4180; lines ended by LF, CRLF or CR), with the line where each
 * begins. Quotes count only where a field begins with one; blank lines between records are passed
 * over.
 */
public final class CsvRecords implements Closeable {
  private static final String BROKEN_QUOTES = "broken quotes";
  private static final char NONE = '\0';

  /** Put behind a record as a field of its own: it is none where a quoted field is still open. */
  private static final String LAST_FIELD = "\u0001";

  private static final int MOST_COLUMNS = 8192;

  private final TextLines lines;
  private final String lastField;
  private final CsvParser parser;

  /** Records whose fields may stand in quotation marks. */
  public CsvRecords(TextLines lines, char delimiter) {
    this(lines, delimiter, true);
  }

  /**
   * @param delimiter what stands between two fields
   * @param quoted whether fields may stand in quotation marks; else these are letters like others,
   *     and every line is a record
   */
  public CsvRecords(TextLines lines, char delimiter, boolean quoted) {
    this.lines = lines;
    this.lastField = delimiter + LAST_FIELD;
    CsvParserSettings settings = new CsvParserSettings();
    settings.getFormat().setDelimiter(delimiter);
    settings.getFormat().setComment(NONE);
    if (!quoted) {
      settings.getFormat().setQuote(NONE);
      settings.getFormat().setQuoteEscape(NONE);
    }
    settings.setIgnoreLeadingWhitespaces(false);
    settings.setIgnoreTrailingWhitespaces(false);
    settings.setNormalizeLineEndingsWithinQuotes(false);
    settings.setNullValue("");
    settings.setEmptyValue("");
    settings.setMaxCharsPerColumn(-1);
    settings.setMaxColumns(MOST_COLUMNS);
    settings.setUnescapedQuoteHandling(UnescapedQuoteHandling.RAISE_ERROR);
    this.parser = new CsvParser(settings);
  }

  /**
   * One record of a CSV file; it may go over several lines.
   *
   * @param fields its fields without their quotes; at least one
   * @param text the record as it stands in the file, without its line end
   * @param line the line of the file it begins on, from 1
   * @param problem why its fields cannot be told apart, empty if they can
   */
  public record CsvRecord(List<String> fields, String text, int line, String problem) {}

  /** A CSV file whose records cannot be told apart from some line on. */
  public static final class MalformedCsvException extends IOException {
    private static final long serialVersionUID = 1L;

    MalformedCsvException(int line, String what) {
      super("line " + line + " " + what);
    }
  }

  /**
   * The next record, or empty at the end. One whose quotes are broken within its line has a problem
   * instead of fields.
   *
   * @throws MalformedCsvException if a quoted field has taken in other lines and has no proper end
   */
  public Optional<CsvRecord> next() throws IOException {
    Optional<String> line = lines.next();
    while (line.isPresent() && line.get().isBlank()) {
      line = lines.next();
    }
    return line.isPresent() ? Optional.of(record(line.get())) : Optional.empty();
  }

  private CsvRecord record(String firstLine) throws IOException {
    int line = lines.number();
    StringBuilder text = new StringBuilder(firstLine);
    try {
      Optional<List<String>> fields = fields(text);
      while (fields.isEmpty()) {
        text.append(lines.end());
        String more = nextOf(line, text.length());
        text.append(more);
        fields = more.indexOf('"') < 0 ? fields : fields(text);
      }
      return new CsvRecord(fields.get(), text.toString(), line, "");
    } catch (TextParsingException e) {
      if (lines.number() > line) {
        throw new MalformedCsvException(
            line,
            "opens a quoted field whose closing quote, in line %d, has text behind it"
                .formatted(lines.number()));
      }
      return new CsvRecord(List.of(firstLine), firstLine, line, BROKEN_QUOTES);
    }
  }

  /** The fields of a record; empty while a quoted one is open. */
  private Optional<List<String>> fields(StringBuilder text) {
    String[] fields = parser.parseLine(text + lastField);
    int last = fields.length - 1;
    return fields[last].equals(LAST_FIELD)
        ? Optional.of(List.of(Arrays.copyOf(fields, last)))
        : Optional.empty();
  }

  private String nextOf(int record, int length) throws IOException {
    if (length > TextLines.LONGEST_LINE_BYTES) {
      throw new MalformedCsvException(
          record, "begins a row of more than 1 MiB, as a quote that is never closed makes it");
    }
    return lines
        .next()
        .orElseThrow(
            () -> new MalformedCsvException(record, "opens a quoted field that is never closed"));
  }

  /** Bytes of the stream up to the end of the record read last. */
  public long position() {
    return lines.position();
  }

  /** Number of the last line of the record read last, from 1; 0 before the first. */
  public int line() {
    return lines.number();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
