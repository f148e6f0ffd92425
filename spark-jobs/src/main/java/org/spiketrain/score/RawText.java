package org.spiketrain.score;

import java.io.Serializable;
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

  static RawText of(String file, long row, String text) {
    return text.isBlank() ? new RawText(file, row, "", MISSING) : new RawText(file, row, text, "");
  }

  /** A text from a reader that has decoded it already, bytes that are not UTF-8 replaced. */
  static RawText decoded(String file, long row, String text) {
    return text.indexOf(REPLACEMENT) < 0
        ? of(file, row, text)
        : new RawText(file, row, text, INVALID_UTF8);
  }

  Reading read(LineEncoder model) {
    return problem.isEmpty() ? model.read(text) : Reading.unusable(problem);
  }
}
