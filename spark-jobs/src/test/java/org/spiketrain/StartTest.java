package org.spiketrain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartTest {
  private static final int JAVA_8 = 52;

  @ParameterizedTest
  @CsvSource({
    "17, 3.5.0",
    "17, 3.5.7",
    "17, 3.10.1",
    "21, 4.0.0",
    "25, 4.3.0-SNAPSHOT",
    "17, 3.5.1-amzn-0",
    "17, of a vendor"
  })
  void theseRun(String java, String spark) {
    assertThat(Start.problem(java, spark)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "1.8, 3.5.7, 'this is Java 8, but Java 17 is the oldest'",
    "11, 3.5.7, 'this is Java 11, but Java 17 is the oldest'",
    "17, 3.4.4, 'this is Spark 3.4.4, but 3.5 is the oldest'",
    "17, 2.4.8, 'this is Spark 2.4.8, but 3.5 is the oldest'",
    "17, '', 'there is no Spark on the class path: start deploy/bin/spiketrain'"
  })
  void theseAreRefusedInOneSentence(String java, String spark, String beginning) {
    assertThat(Start.problem(java, spark)).startsWith(beginning).doesNotContain("\n");
  }

  @Test
  @EnabledIfSystemProperty(
      named = "basedir",
      matches = ".+",
      disabledReason = "only Maven compiles this class for another Java than the rest")
  void itsClassFileIsForJava8() throws IOException {
    try (InputStream file = Objects.requireNonNull(Start.class.getResourceAsStream("Start.class"));
        DataInputStream in = new DataInputStream(file)) {
      assertThat(in.readInt()).isEqualTo(0xcafebabe);
      assertThat(in.readUnsignedShort()).isZero();
      assertThat(in.readUnsignedShort()).isEqualTo(JAVA_8);
    }
  }
}
