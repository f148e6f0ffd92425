package org.spiketrain.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class ExecutionErrorsTest {
  private static final String STOPPED = "Cannot call methods on a stopped SparkContext.";

  private final StringWriter err = new StringWriter();

  private int handle(ExecutionErrors errors, String message, String... args) {
    CommandLine line = Spiketrain.commandLine();
    line.setErr(new PrintWriter(err));
    CommandLine.ParseResult parsed = line.parseArgs(args);
    return errors.handleExecutionException(new IllegalStateException(message), line, parsed);
  }

  @Test
  void whatFollowsFromAnInterruptionIsNoFaultOfOurs() {
    assertThat(handle(new ExecutionErrors(() -> true), STOPPED)).isEqualTo(1);
    assertThat(err).hasToString("spiketrain: interrupted" + System.lineSeparator());
  }

  /** A command that handles its own error while it would tell of a stop. */
  @Command(name = "stopped")
  private static final class Stopped extends ConsoleCommand implements Callable<Integer> {
    @Override
    public Integer call() {
      return stoppable(
          () -> "Nothing was done yet",
          () ->
              new ExecutionErrors(() -> true)
                  .handleExecutionException(
                      new IllegalStateException(STOPPED), spec().commandLine(), null));
    }
  }

  @Test
  void aCommandThatTellsOfItsStopDoesSoInOneLine() {
    CommandLine line = new CommandLine(new Stopped());
    line.setErr(new PrintWriter(err));
    assertThat(line.execute()).isEqualTo(1);
    assertThat(err).hasToString("");
  }

  /** A command that ends as its disk is full, where Hadoop throws no exception but an error. */
  @Command(name = "failing")
  private record Failing(String message) implements Runnable {
    @Override
    public void run() {
      throw new AssertionError(message, new IOException("No space left on device"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "java.io.IOException | where the output or Spark's temporary files lie (spark.local.dir, SPARK_LOCAL_DIRS, TMPDIR: /a/disk)",
        "Lost task 1.0 in stage 8.0 (TID 25) (localhost executor driver): java.io.IOException | where the output or Spark's temporary files lie (spark.local.dir, SPARK_LOCAL_DIRS, TMPDIR: /a/disk)",
        "Lost task 1.3 in stage 8.0 (TID 29) (node7 executor 12): java.io.IOException | on node7 where the output or the temporary files of executor 12 lie (spark.local.dir, SPARK_LOCAL_DIRS)",
        "Writing all of file:/a b/.run.tmp-01234567-89ab-cdef-0123-456789abcdef failed | where the output /a b/run or Spark's temporary files lie (spark.local.dir, SPARK_LOCAL_DIRS, TMPDIR: /a/disk)",
        "Writing all of /a/.scores.unfinished/scores failed (node7 executor 12) | on node7 where the output /a/scores or the temporary files of executor 12 lie (spark.local.dir, SPARK_LOCAL_DIRS)",
        "Task failed while writing rows to file:/a b/.run.tmp-01234567-89ab-cdef-0123-456789abcdef. | for /a b/run"
      })
  void aFullDiskHasOneMessage(String message, String where) {
    CommandLine line = Spiketrain.commandLine();
    line.addSubcommand(new Failing(message));
    line.setErr(new PrintWriter(err));

    submitted(
        Map.of("spark.local.dir", "/a/disk"),
        () -> assertThat(line.execute("failing")).isEqualTo(1));
    assertThat(err)
        .hasToString(
            "spiketrain: There is no space left %s: make room there, then run it again, a training with --resume%n"
                .formatted(where));
  }

  @Test
  void otherwiseItIs() {
    ExecutionErrors errors = new ExecutionErrors(ExecutionErrors::isShuttingDown);
    assertThat(handle(errors, "strange")).isEqualTo(1);
    assertThat(err.toString()).contains("unexpected error", "strange", "--verbose");
  }

  @ParameterizedTest
  @ValueSource(strings = {STOPPED, "LiveListenerBus is stopped."})
  void anApplicationThatSparkHasStoppedNamesWhatGoesOn(String message) {
    ExecutionErrors errors = new ExecutionErrors(ExecutionErrors::isShuttingDown);
    assertThat(handle(errors, message)).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("spiketrain: Spark has stopped this application")
        .contains("--resume")
        .doesNotContain("--verbose");
  }

  /** Runs with what spark-submit would have set. */
  private static void submitted(Map<String, String> settings, Runnable what) {
    try {
      settings.forEach(System::setProperty);
      what.run();
    } finally {
      settings.keySet().forEach(System::clearProperty);
    }
  }

  @Test
  void aDriverThatYarnRunsFailsByAnExceptionThatSaysWhy() {
    submitted(
        Map.of("spark.master", "yarn", "spark.submit.deployMode", "cluster"),
        () ->
            assertThatThrownBy(() -> Spiketrain.main(new String[] {"score"}))
                .isInstanceOf(Spiketrain.FailedException.class)
                .hasMessageStartingWith("spiketrain: Which model?"));
  }

  @Test
  void namesAreNotAnsweredWhereNobodySeesIt() {
    submitted(
        Map.of("spark.submit.deployMode", "cluster"),
        () -> {
          CommandLineRun run = CommandLineRun.of("score", "--model", "m.zip", "Satoshi");
          assertThat(run.code()).isEqualTo(2);
          assertThat(run.err()).contains("leave --deploy-mode cluster away", "--input");
        });
  }
}
