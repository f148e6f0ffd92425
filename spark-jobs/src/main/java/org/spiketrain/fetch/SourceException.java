package org.spiketrain.fetch;

import java.io.IOException;

/** A server or the way to it has failed; another try may help. */
class SourceException extends IOException {
  private static final long serialVersionUID = 1L;

  SourceException(String message) {
    super(message);
  }

  SourceException(String message, Throwable cause) {
    super(message, cause);
  }

  /** What a server offers does not continue what is there: only to begin anew may help. */
  static final class RangeRefusedException extends SourceException {
    private static final long serialVersionUID = 1L;

    RangeRefusedException(String message) {
      super(message);
    }
  }
}
