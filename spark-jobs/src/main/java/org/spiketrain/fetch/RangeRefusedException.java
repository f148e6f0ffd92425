package org.spiketrain.fetch;

/** What a server offers does not continue what is there: only to begin anew may help. */
final class RangeRefusedException extends SourceException {
  private static final long serialVersionUID = 1L;

  RangeRefusedException(String message) {
    super(message);
  }
}
