package org.spiketrain.score;

import java.io.Serializable;
import org.spiketrain.data.LineEncoder;
import org.spiketrain.data.Reading;

/**
 * A name, or a sentence, as it stands in a file.
 *
 * @param file index of the file in the list of input files
 * @param text the name; what could be read of it where there is a problem
 * @param problem why it is no name, empty if it is one
 * @param line the line of the file it stands on, from 1, if its reader knows; else 0, and its row
 *     is counted
 */
public record RawText(int file, String text, String problem, long line) implements Serializable {
  static final String MISSING = "missing value";
  static final String INVALID_UTF8 = "invalid UTF-8";

  private static final char REPLACEMENT = '\uFFFD';

  /** Returns the text as a network reads it. */
  public Reading read(LineEncoder model) {
    return problem.isEmpty() ? model.read(text) : Reading.unusable(problem);
  }

  /** A name from a reader that has decoded it already, bytes that are not UTF-8 replaced. */
  public static RawText decoded(int file, String text, long line) {
    if (text.isBlank()) {
      return new RawText(file, "", MISSING, line);
    }
    return new RawText(file, text, text.indexOf(REPLACEMENT) < 0 ? "" : INVALID_UTF8, line);
  }
}
