package org.spiketrain.data.io;

import java.io.IOException;

/** A file that cannot be used at all. The message follows the file's name and names the remedy. */
public final class FileFaultException extends IOException {
  private static final long serialVersionUID = 1L;

  public FileFaultException(String message) {
    super(message);
  }

  public FileFaultException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The same of a file that was found good before. */
  public IllegalStateException changed(String location) {
    return new IllegalStateException(location + " has changed: " + getMessage(), this);
  }
}
