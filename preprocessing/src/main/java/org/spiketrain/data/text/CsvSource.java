package org.spiketrain.data.text;

import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import com.univocity.parsers.csv.UnescapedQuoteHandling;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;
import org.spiketrain.data.io.FileFaultException;
import org.spiketrain.data.io.TextLines;

/** The records of a CSV file, which may go over several lines. */
final class CsvSource implements TextRows.Source {
  private static final char NO_COMMENTS = '\0';

  private static final int BYTE_ORDER_MARK = 0xFEFF;
  private static final int MOST_COLUMNS = 8192;

  private final CsvParser parser;
  private final TableColumns columns;
  private final String charset;
  private long number;

  CsvSource(InputStream in, TextFormat format) throws FileFaultException {
    CsvParserSettings settings = new CsvParserSettings();
    settings.getFormat().setComment(NO_COMMENTS);
    settings.setIgnoreLeadingWhitespaces(false);
    settings.setIgnoreTrailingWhitespaces(false);
    settings.setNullValue("");
    settings.setEmptyValue("");
    settings.setMaxCharsPerColumn(-1);
    settings.setMaxColumns(MOST_COLUMNS);
    settings.setReadInputOnSeparateThread(false);
    settings.setLineSeparatorDetectionEnabled(true);
    settings.setUnescapedQuoteHandling(UnescapedQuoteHandling.RAISE_ERROR);
    this.parser = new CsvParser(settings);
    this.columns = new TableColumns(format);
    this.charset = format.charset();
    try {
      // Reads the first buffer already.
      parser.beginParsing(
          withoutMark(new InputStreamReader(in, TextLines.strict(Charset.forName(charset)))));
    } catch (IOException e) {
      throw fault(new IllegalStateException(e));
    } catch (TextParsingException | IllegalStateException e) {
      throw fault(e);
    }
  }

  /** Returns the text after the byte-order mark, if there is one. */
  private static Reader withoutMark(Reader text) throws IOException {
    PushbackReader ahead = new PushbackReader(text);
    int first = ahead.read();
    if (first >= 0 && first != BYTE_ORDER_MARK) {
      ahead.unread(first);
    }
    return ahead;
  }

  @Override
  public Optional<List<TextRow>> next() throws FileFaultException {
    try {
      String[] fields = parser.parseNext();
      if (fields == null) {
        return Optional.empty();
      }
      List<TextRow> row = columns.parse(fields);
      number += row.size();
      return Optional.of(row);
    } catch (TextParsingException | IllegalStateException e) {
      throw fault(e);
    }
  }

  private FileFaultException fault(RuntimeException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof CharacterCodingException) {
        return new FileFaultException(
            "is not valid %s after record %d: set data.text.charset to the file's"
                .formatted(charset, number),
            e);
      }
      if (cause instanceof IOException) {
        return new FileFaultException(
            "cannot be read after record %d (%s): copy it again from where it came"
                .formatted(number, cause.getMessage()),
            e);
      }
    }
    return new FileFaultException(
        "has a quotation mark within a field after record %d: write it twice there, or set data.text.format to tsv"
            .formatted(number),
        e);
  }

  @Override
  public long number() {
    return number;
  }

  @Override
  public void close() throws IOException {
    parser.stopParsing();
  }
}
