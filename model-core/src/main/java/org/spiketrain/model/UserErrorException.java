package org.spiketrain.model;

/**
 * Something the user can fix: bad input, a bad setting, a path that is in the way. The message says
 * what was wrong, where (file, row, key) and what to do; it is shown without a stack trace.
 */
public class UserErrorException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UserErrorException(String message) {
    super(message);
  }

  public UserErrorException(String message, Throwable cause) {
    super(message, cause);
  }
}
