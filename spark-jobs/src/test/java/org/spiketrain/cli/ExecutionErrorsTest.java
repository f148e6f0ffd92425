package org.spiketrain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ExecutionErrorsTest {
  private final StringWriter err = new StringWriter();

  private int handle(ExecutionErrors errors, String... args) {
    CommandLine line = Spiketrain.commandLine();
    line.setErr(new PrintWriter(err));
    CommandLine.ParseResult parsed = line.parseArgs(args);
    return errors.handleExecutionException(
        new IllegalStateException("Cannot call methods on a stopped SparkContext"), line, parsed);
  }

  @Test
  void whatFollowsFromAnInterruptionIsNoFaultOfOurs() {
    assertThat(handle(new ExecutionErrors(() -> true))).isEqualTo(1);
    assertThat(err).hasToString("spiketrain: interrupted" + System.lineSeparator());
  }

  @Test
  void otherwiseItIs() {
    assertThat(handle(new ExecutionErrors(ExecutionErrors::isShuttingDown))).isEqualTo(1);
    assertThat(err.toString()).contains("unexpected error", "stopped SparkContext", "--verbose");
  }
}
