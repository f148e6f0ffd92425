package org.spiketrain.data.source;

/** A file that cannot be used at all. The message follows the file's name and names the remedy. */
final class FileFaultException extends Exception {
  private static final long serialVersionUID = 1L;

  FileFaultException(String message) {
    super(message);
  }

  FileFaultException(String message, Throwable cause) {
    super(message, cause);
  }
}
