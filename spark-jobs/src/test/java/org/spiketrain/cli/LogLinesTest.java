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

/** What the driver logs to the screen, by deploy/log4j2.properties. */
class LogLinesTest {
  private static String line(String message, Optional<Throwable> thrown) throws IOException {
    Properties settings = new Properties();
    try (Reader in = Files.newBufferedReader(Path.of("..", "deploy", "log4j2.properties"))) {
      settings.load(in);
    }
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
}
