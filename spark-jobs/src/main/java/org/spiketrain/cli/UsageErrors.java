package org.spiketrain.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** One message for options that are wrong, and where help is to be found. */
final class UsageErrors implements IParameterExceptionHandler {
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
