package org.spiketrain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spiketrain.data.io.NumberedParts;

/** What the driver logs to the screen, by deploy/log4j2.properties. */
class LogLinesTest {
  private static Properties settings() throws IOException {
    Properties settings = new Properties();
    try (Reader in = Files.newBufferedReader(Path.of("..", "deploy", "log4j2.properties"))) {
      settings.load(in);
    }
    return settings;
  }

  private static String line(String message, Optional<Throwable> thrown) throws IOException {
    Properties settings = settings();
    return PatternLayout.newBuilder()
        .withPattern(settings.getProperty("appender.screen.layout.pattern"))
        .withAlwaysWriteExceptions(
            Boolean.parseBoolean(
                settings.getProperty("appender.screen.layout.alwaysWriteExceptions")))
        .build()
        .toSerializable(
            Log4jLogEvent.newBuilder()
                .setLevel(Level.WARN)
                .setMessage(new SimpleMessage(message))
                .setThrown(thrown.orElse(null))
                .build());
  }

  @Test
  void everyEventEndsItsLine() throws IOException {
    assertThat(line("a message", Optional.empty())).endsWith("WARN a message\n");
    assertThat(line("a message\n", Optional.empty())).endsWith("WARN a message\n");
    assertThat(line("failed", Optional.of(new IOException("of one line"))))
        .endsWith("WARN failed\njava.io.IOException: of one line\n");
    assertThat(line("failed", Optional.of(new IOException("of one line\nand more"))))
        .endsWith("WARN failed\njava.io.IOException: of one line\nand more\n");
    IOException traceless = new IOException("without a trace");
    traceless.setStackTrace(new StackTraceElement[0]);
    assertThat(line("failed", Optional.of(traceless)))
        .endsWith("WARN failed\njava.io.IOException: without a trace\n");
  }

  @Test
  void tracesOfTasksAreLeftOut() throws IOException {
    assertThat(line("Lost task 0.0: E: why\n\tat a.B.c(B.java:1)\n\tat d", Optional.empty()))
        .endsWith("WARN Lost task 0.0: E: why\n");
  }

  /** Of which one line of ours tells. */
  @ParameterizedTest
  @CsvSource({
    "true, Lost executor 1 on node7: Unable to create executor due to No space left on device",
    "true, Lost an executor 1 (already removed): Unable to create executor due to no class",
    "true, 'Error sending result StreamResponse[streamId=/jars/a.jar] to /127.0.0.1:1; closing'",
    "true, Initial job has not accepted any resources; check your cluster UI",
    "true, 'Failed to remove broadcast 7 with removeFromMaster = true - Block broadcast_7_piece3 does not exist'",
    "true, 'Asked to remove block broadcast_7_piece11, which does not exist'",
    "false, Failed to remove broadcast 7 with removeFromMaster = true - Cannot receive any reply in 120 seconds",
    "false, Lost executor 1 on node7: Command exited with code 137",
    "false, Lost task 0.0 in stage 1.0"
  })
  void whatWeTellOurselvesIsLeftOut(boolean leftOut, String message) throws IOException {
    assertThat(message.matches(settings().getProperty("appender.screen.filter.failures.regex")))
        .isEqualTo(leftOut);
  }

  /** Spark's class that it extends logs each of its committers. */
  @Test
  void theCommitterOfScoresIsNotTold() throws IOException {
    assertThat(settings())
        .containsEntry("logger.parts.name", NumberedParts.class.getName())
        .containsEntry("logger.parts.level", "warn");
    assertThat(settings().getProperty("loggers")).contains("parts");
  }
}
