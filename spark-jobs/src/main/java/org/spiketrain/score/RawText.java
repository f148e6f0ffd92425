package org.spiketrain.score;

import java.io.Serializable;
import java.nio.charset.CharacterCodingException;
import org.apache.hadoop.io.Text;
import org.spiketrain.data.LineEncoder;
import org.spiketrain.data.Reading;

/**
 * A name, or a sentence, as it stands in a file.
 *
 * @param file what the output calls the file
 * @param row the line of the file it stands on, from 1; in Parquet, which has no lines, its row
 * @param text the text; what could be read of it where there is a problem
 * @param problem why it is none, empty if it is one
 */
record RawText(String file, long row, String text, String problem) implements Serializable {
  private static final String MISSING = "missing value";
  static final String INVALID_UTF8 = "invalid UTF-8";
  private static final char REPLACEMENT = '\uFFFD';

  /** A text from a reader that has decoded it already, bytes that are not UTF-8 replaced. */
  static RawText decoded(String file, long row, String text) {
    boolean damaged = text.indexOf(REPLACEMENT) >= 0;
    return text.isBlank()
        ? new RawText(file, row, "", MISSING)
        : new RawText(file, row, text, damaged ? INVALID_UTF8 : "");
  }

  /** A line of a text file, whose bytes show what is not UTF-8. */
  static RawText line(String file, long row, Text line) {
    try {
      String text = Text.decode(line.getBytes(), 0, line.getLength(), false);
      return text.isBlank()
          ? new RawText(file, row, "", MISSING)
          : new RawText(file, row, text, "");
    } catch (CharacterCodingException e) {
      return new RawText(file, row, line.toString(), INVALID_UTF8);
    }
  }

  Reading read(LineEncoder model) {
    return problem.isEmpty() ? model.read(text) : Reading.unusable(problem);
  }
}
