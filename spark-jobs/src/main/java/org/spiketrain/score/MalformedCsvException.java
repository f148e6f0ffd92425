package org.spiketrain.score;

import java.io.IOException;

/** A CSV file whose records cannot be told apart from some line on. */
final class MalformedCsvException extends IOException {
  private static final long serialVersionUID = 1L;

  MalformedCsvException(long line, String what) {
    super("line " + line + " " + what);
  }
}
