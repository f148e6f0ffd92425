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

  /** The server offers no continuation of what is there: only to begin again may help. */
  static final class RangeRefusedException extends SourceException {
    private static final long serialVersionUID = 1L;

    RangeRefusedException(String message) {
      super(message);
    }
  }
}
