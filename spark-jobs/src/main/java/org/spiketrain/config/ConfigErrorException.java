package org.spiketrain.config;

/**
 * A configuration that cannot be used. The message names the key, its value and where it stands,
 * and says what is expected; it is shown without a stack trace.
 */
public final class ConfigErrorException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ConfigErrorException(String message) {
    super(message);
  }

  public ConfigErrorException(String message, Throwable cause) {
    super(message, cause);
  }
}
