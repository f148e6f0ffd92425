package org.spiketrain.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.config.Configurator;
import org.spiketrain.pipeline.Messages;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * One message for what a user can fix; a hint at --verbose for what only we can. Errors of a
 * program that is being ended from outside are only the consequence.
 */
record ExecutionErrors(BooleanSupplier interrupted) implements IExecutionExceptionHandler {
  /** Runs the command; picocli itself lets errors through, such as that of a full disk. */
  static int execute(ParseResult parsed) {
    try {
      return new CommandLine.RunLast().execute(parsed);
    } catch (Error e) {
      throw new CommandLine.ExecutionException(
          parsed.commandSpec().commandLine(), "error in a command", e);
    }
  }

  @Override
  public int handleExecutionException(Exception thrown, CommandLine line, ParseResult parsed) {
    Throwable e = thrown instanceof CommandLine.ExecutionException ? thrown.getCause() : thrown;
    PrintWriter err = line.getErr();
    if (interrupted.getAsBoolean() && !verbose(line)) {
      if (!(line.getCommand() instanceof ConsoleCommand command && command.tellsOfStop())) {
        err.println("spiketrain: interrupted");
        err.flush();
      }
      return CommandLine.ExitCode.SOFTWARE;
    }
    Optional<Throwable> fixable = Messages.fixable(e);
    err.println("spiketrain: " + Messages.of(e));
    if (verbose(line)) {
      e.printStackTrace(err);
    } else if (fixable.isEmpty()) {
      err.println("This is a fault of Spiketrain or its surroundings: --verbose shows where.");
    }
    err.flush();
    Throwable decisive = fixable.orElse(e);
    return line.getExitCodeExceptionMapper().getExitCode(decisive);
  }

  /** Returns whether it is being ended: then Spark stops at once, and whatever runs on it fails. */
  static boolean isShuttingDown() {
    Thread probe = new Thread(() -> {});
    try {
      // The JVM reports it to nobody, but takes no hooks any more.
      Runtime.getRuntime().addShutdownHook(probe);
      return !Runtime.getRuntime().removeShutdownHook(probe);
    } catch (IllegalStateException e) {
      return true;
    }
  }

  /** Silences all but our own messages: a stopped Spark logs traces of all that it breaks off. */
  static void quieten() {
    // Log4j's core alone has levels to set, and Spark is not without it.
    if (!(LogManager.getFactory() instanceof PlainLogging)) {
      Configurator.setAllLevels(LogManager.ROOT_LOGGER_NAME, Level.OFF);
    }
    System.setErr(
        new PrintStream(OutputStream.nullOutputStream(), false, Charset.defaultCharset()));
  }

  private static boolean verbose(CommandLine line) {
    return line.getCommandSpec().root().userObject() instanceof Spiketrain spiketrain
        && spiketrain.verbose();
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
