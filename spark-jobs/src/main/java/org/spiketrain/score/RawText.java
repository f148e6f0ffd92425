package org.spiketrain.score;

import java.io.Serializable;
import org.apache.spark.sql.Row;
import org.spiketrain.data.LineEncoder;
import org.spiketrain.data.Reading;
import org.spiketrain.data.io.TextLines;

/**
 * A name, or a sentence, as it stands in a file or table.
 *
 * @param file what the output calls the file
 * @param row the line of the file it stands on, from 1; where there are no lines, its row
 * @param text the text; what could be read of it where there is a problem
 * @param problem why it is none, empty if it is one
 * @param columns all columns of the table, the text among them
 */
record RawText(String file, long row, String text, String problem, Row columns)
    implements Serializable {
  private static final String MISSING = "missing value";
  static final String INVALID_UTF8 = TextLines.INVALID_UTF8;
  private static final char REPLACEMENT = '\uFFFD';

  static RawText of(String file, long row, String text, Row columns) {
    return new RawText(file, row, text, text.isBlank() ? MISSING : "", columns);
  }

  /** A text from a reader that has decoded it already, bytes that are not UTF-8 replaced. */
  static RawText decoded(String file, long row, String text, Row columns) {
    return text.indexOf(REPLACEMENT) < 0
        ? of(file, row, text, columns)
        : new RawText(file, row, text, INVALID_UTF8, columns);
  }

  /** The same; what has a byte order mark within, as joined files may, is no text. */
  RawText unmarked() {
    return problem.isEmpty() && TextLines.hasMark(text)
        ? new RawText(file, row, text, TextLines.MARK_WITHIN, columns)
        : this;
  }

  /** Characters and bytes of the text and of what goes with it, about. */
  long size() {
    long size = text.length();
    for (int c = 0; c < columns.length(); c++) {
      Object column = columns.get(c);
      if (column instanceof String characters) {
        size += characters.length();
      } else if (column instanceof byte[] bytes) {
        size += bytes.length;
      }
    }
    return size;
  }

  Reading read(LineEncoder model) {
    return problem.isEmpty() ? model.read(text) : Reading.unusable(problem);
  }

  /** Whether there is a text for a model to read. */
  boolean isText() {
    return problem.isEmpty();
  }
}
