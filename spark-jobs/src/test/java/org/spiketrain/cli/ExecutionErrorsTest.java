package org.spiketrain.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spiketrain.config.ConfigErrorException;
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
    assertThat(handle(new ExecutionErrors(Shutdown::hasBegun))).isEqualTo(1);
    assertThat(err.toString()).contains("unexpected error", "stopped SparkContext", "--verbose");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"foo", "local[x]", "local[0]", "local[2", "spark:host", "yarn-client", ""})
  void aMasterThatSparkDoesNotKnowIsWrongUsage(String master) {
    assertThatThrownBy(() -> SparkSessions.checkMaster(master))
        .isInstanceOf(ConfigErrorException.class)
        .hasMessageStartingWith("--master " + master + " is no Spark master: expected local,");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "local",
        "local[4]",
        "local[*]",
        "local[*, 3]",
        "local-cluster[2, 1,2048]",
        "spark://a:7077,b:7077",
        "yarn",
        "k8s://https://host:443"
      })
  void aMasterThatSparkKnowsIsTaken(String master) {
    assertThatCode(() -> SparkSessions.checkMaster(master)).doesNotThrowAnyException();
  }

  @Test
  void sparkDoesNotWarnOfPlansWithManyColumns() {
    SparkConf conf = new SparkConf(false);
    SparkSessions.applyDefaults(conf);
    assertThat(conf.getInt("spark.sql.debug.maxToStringFields", 0)).isGreaterThan(10_000);
  }
}
