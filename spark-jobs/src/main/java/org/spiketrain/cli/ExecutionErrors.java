package org.spiketrain.cli;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.spiketrain.config.ConfigErrorException;
import org.spiketrain.model.UserErrorException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * One message for what a user can mend; a hint at --verbose for what only we can.
 *
 * @param interrupted tells whether the program is being ended from outside, so that errors are only
 *     the consequence
 */
record ExecutionErrors(BooleanSupplier interrupted) implements IExecutionExceptionHandler {
  private static final int LONGEST_CHAIN = 50;

  @Override
  public int handleExecutionException(Exception e, CommandLine line, ParseResult parsed) {
    PrintWriter err = line.getErr();
    if (interrupted.getAsBoolean() && !verbose(line)) {
      err.println("spiketrain: interrupted");
      err.flush();
      return CommandLine.ExitCode.SOFTWARE;
    }
    Optional<Throwable> mendable = mendable(e);
    err.println("spiketrain: " + message(e));
    if (verbose(line)) {
      e.printStackTrace(err);
    } else if (mendable.isEmpty()) {
      err.println("This is a fault of Spiketrain or its surroundings: --verbose shows where.");
    }
    err.flush();
    Throwable decisive = mendable.orElse(e);
    return line.getExitCodeExceptionMapper().getExitCode(decisive);
  }

  /** What is said of an error: what can be mended, or that nobody expected it. */
  static String message(Exception e) {
    return mendable(e)
        .map(mendable -> LocalPaths.plain(mendable.getMessage()))
        // Spark's messages go on with the stack traces of its tasks.
        .orElseGet(() -> "unexpected error: " + e.toString().lines().findFirst().orElseThrow());
  }

  /** Spark wraps what a task threw. */
  private static Optional<Throwable> mendable(Throwable e) {
    return Stream.iterate(e, t -> t != null, Throwable::getCause)
        .limit(LONGEST_CHAIN)
        .filter(t -> t instanceof UserErrorException || t instanceof ConfigErrorException)
        .findFirst();
  }

  private static boolean verbose(CommandLine line) {
    CommandLine root = line;
    while (root.getParent() != null) {
      root = root.getParent();
    }
    return root.getCommand() instanceof Spiketrain spiketrain && spiketrain.verbose();
  }
}
