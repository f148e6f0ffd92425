package org.spiketrain.train;

/**
 * There was not enough memory for the training in a task. By Java's own error Spark would end the
 * whole executor, and with it the tasks of others, even if it were the cause of this one.
 */
public final class TaskMemoryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TaskMemoryException(OutOfMemoryError error) {
    super(error.getMessage());
    setStackTrace(error.getStackTrace());
  }
}
