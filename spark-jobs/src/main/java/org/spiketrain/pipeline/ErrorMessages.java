package org.spiketrain.pipeline;

import java.util.Optional;
import java.util.stream.Stream;
import org.spiketrain.config.ConfigErrorException;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.results.LocalPaths;

/** Finds in an error what a user can fix. */
public final class ErrorMessages {
  private static final int LONGEST_CHAIN = 50;

  private ErrorMessages() {}

  /** Returns what is shown of an error: what can be fixed, or that nobody expected it. */
  public static String of(Exception e) {
    return fixable(e)
        .map(fixable -> LocalPaths.plain(fixable.getMessage()))
        // Spark's messages go on with the stack traces of its tasks.
        .orElseGet(() -> "unexpected error: " + e.toString().lines().findFirst().orElseThrow());
  }

  /** Returns the cause that a user can fix, if there is one: Spark wraps what a task threw. */
  public static Optional<Throwable> fixable(Throwable e) {
    return Stream.iterate(e, t -> t != null, Throwable::getCause)
        .limit(LONGEST_CHAIN)
        .filter(t -> t instanceof UserErrorException || t instanceof ConfigErrorException)
        .findFirst();
  }
}
