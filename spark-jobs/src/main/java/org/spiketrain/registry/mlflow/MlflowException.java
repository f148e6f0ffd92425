package org.spiketrain.registry.mlflow;

import java.io.IOException;

/** MLflow's answer to what it does not do. */
final class MlflowException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String code;

  /**
   * An answer.
   *
   * @param code MLflow's own, such as {@code RESOURCE_DOES_NOT_EXIST}; empty if it said none
   */
  MlflowException(String code, String message) {
    super(message);
    this.code = code;
  }

  boolean isOf(String wanted) {
    return code.equals(wanted);
  }
}
