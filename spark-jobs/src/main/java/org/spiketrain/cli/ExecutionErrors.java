package org.spiketrain.cli;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.spiketrain.pipeline.ErrorMessages;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * One message for what a user can fix; a hint at --verbose for what only we can.
 *
 * @param interrupted returns whether the program is being ended from outside, so that errors are
 *     only the consequence
 */
record ExecutionErrors(BooleanSupplier interrupted) implements IExecutionExceptionHandler {
  @Override
  public int handleExecutionException(Exception e, CommandLine line, ParseResult parsed) {
    PrintWriter err = line.getErr();
    if (interrupted.getAsBoolean() && !verbose(line)) {
      err.println("spiketrain: interrupted");
      err.flush();
      return CommandLine.ExitCode.SOFTWARE;
    }
    Optional<Throwable> fixable = ErrorMessages.fixable(e);
    err.println("spiketrain: " + ErrorMessages.of(e));
    if (verbose(line)) {
      e.printStackTrace(err);
    } else if (fixable.isEmpty()) {
      err.println("This is a fault of Spiketrain or its surroundings: --verbose shows where.");
    }
    err.flush();
    Throwable decisive = fixable.orElse(e);
    return line.getExitCodeExceptionMapper().getExitCode(decisive);
  }

  private static boolean verbose(CommandLine line) {
    CommandLine root = line;
    while (root.getParent() != null) {
      root = root.getParent();
    }
    return root.getCommand() instanceof Spiketrain spiketrain && spiketrain.verbose();
  }

  /** One message for options that are wrong, and where help is to be found. */
  static final class UsageErrors implements IParameterExceptionHandler {
    @Override
    public int handleParseException(ParameterException e, String[] args) {
      CommandLine line = e.getCommandLine();
      PrintWriter err = line.getErr();
      err.println("spiketrain: " + e.getMessage());
      if (e instanceof UnmatchedArgumentException unmatched
          && unmatched.getUnmatched().contains("study")) {
        err.println("The command study is called profile now.");
      } else {
        UnmatchedArgumentException.printSuggestions(e, err);
      }
      err.printf("Try '%s --help'.%n", line.getCommandSpec().qualifiedName());
      err.flush();
      return CommandLine.ExitCode.USAGE;
    }
  }
}
