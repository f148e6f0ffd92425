package org.spiketrain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.spi.LoggerContext;
import org.junit.jupiter.api.Test;

class PlainLoggingTest {
  private static Map<String, Level> shipped() throws IOException {
    Properties properties = new Properties();
    try (Reader file = Files.newBufferedReader(Path.of("../deploy/log4j2.properties"))) {
      properties.load(file);
    }
    return PlainLogging.levels(properties);
  }

  @Test
  void levelsAreThoseOfTheFileThatLog4jReads() throws IOException {
    Map<String, Level> levels = shipped();
    assertThat(PlainLogging.level(levels, "org.spiketrain.pipeline.ModelFile"))
        .isEqualTo(Level.INFO);
    assertThat(PlainLogging.level(levels, "org.nd4j.linalg.factory.Nd4j")).isEqualTo(Level.ERROR);
    assertThat(PlainLogging.level(levels, "org.apache.hadoop.fs.FileSystem"))
        .isEqualTo(Level.ERROR);
    assertThat(PlainLogging.level(levels, "org.apache.hadoop.fs.FileSystemLike"))
        .isEqualTo(Level.WARN);
  }

  @Test
  void theRootsLevelCountsWhereNoneIsNearer() {
    Properties log4j = new Properties();
    log4j.setProperty("rootLogger.level", "error");
    log4j.setProperty("logger.a.name", "a.b");
    log4j.setProperty("logger.a.level", "debug");
    Map<String, Level> levels = PlainLogging.levels(log4j);
    assertThat(PlainLogging.level(levels, "a.b")).isEqualTo(Level.DEBUG);
    assertThat(PlainLogging.level(levels, "a.bc")).isEqualTo(Level.ERROR);
    assertThat(PlainLogging.level(levels, "")).isEqualTo(Level.ERROR);
    assertThat(PlainLogging.level(Map.of(), "a")).isEqualTo(Level.WARN);
  }

  @Test
  void log4jGetsLoggersOfTheseLevelsWhicheverWayItAsks() throws IOException {
    PlainLogging logging = new PlainLogging(shipped());
    for (LoggerContext context :
        List.of(
            logging.getContext("", null, null, false),
            logging.getContext("", null, null, false, null, null))) {
      assertThat(context.getLogger("org.spiketrain.A").getLevel()).isEqualTo(Level.INFO);
      assertThat(context.getLogger(PlainLoggingTest.class).isDebugEnabled()).isFalse();
      assertThat(context.getLogger("org.nd4j.A").isWarnEnabled()).isFalse();
      assertThat(context.getLogger("other").isWarnEnabled()).isTrue();
      assertThat(context.getLogger("other").isInfoEnabled()).isFalse();
    }
  }

  @Test
  void aLineHasItsTimeAndItsLevelUnlessItIsUsual() {
    assertThat(PlainLogging.line(Level.INFO, "Went on")).matches("\\d\\d:\\d\\d:\\d\\d Went on");
    assertThat(PlainLogging.line(Level.WARN, "Stopped"))
        .matches("\\d\\d:\\d\\d:\\d\\d WARN Stopped");
  }
}
