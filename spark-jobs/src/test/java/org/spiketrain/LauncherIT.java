package org.spiketrain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code deploy/bin/spiketrain} says of a Spark or a Java that cannot run the program. */
@DisabledOnOs(OS.WINDOWS)
class LauncherIT {
  private static final String REMEDY =
      ": set it to a Spark 3.5 or 4, or unset it to use the one that comes with Spiketrain";

  @TempDir Path folder;
  private Path spark;

  @BeforeEach
  void sparkHome() throws IOException {
    spark = folder.resolve("spark");
    Files.createDirectories(spark.resolve("jars"));
    script(spark.resolve("bin/spark-submit"), "echo submitted");
  }

  private static void script(Path file, String line) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + line + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private void jar(String name) throws IOException {
    Files.createFile(spark.resolve("jars").resolve(name));
  }

  /** A Java that can only tell its version. */
  private Path java(String version) throws IOException {
    Path home = folder.resolve("jdk");
    script(home.resolve("bin/java"), "echo 'openjdk version \"%s\"' >&2".formatted(version));
    return home;
  }

  private void assertRefused(Path javaHome, String message) throws Exception {
    assertRefused(javaHome, 1, message, "demo");
  }

  private void assertRefused(Path javaHome, int code, String message, String... arguments)
      throws Exception {
    Path log = folder.resolve("log");
    List<String> command = new ArrayList<>(List.of("bash", "../deploy/bin/spiketrain"));
    command.addAll(List.of(arguments));
    ProcessBuilder launcher = new ProcessBuilder(command);
    launcher.environment().put("SPARK_HOME", spark.toString());
    launcher.environment().put("JAVA_HOME", javaHome.toString());
    Process process = launcher.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(log).hasContent("spiketrain: " + message);
      assertThat(process.exitValue()).isEqualTo(code);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void aFolderThatIsNoSpark() throws Exception {
    Files.delete(spark.resolve("bin/spark-submit"));
    assertRefused(
        java("17.0.1"),
        "SPARK_HOME is %s, but there is no bin/spark-submit in it".formatted(spark) + REMEDY);
  }

  @Test
  void aSparkWithoutItsJars() throws Exception {
    jar("scala-library-2.12.18.jar");
    assertRefused(
        java("17.0.1"),
        "SPARK_HOME is %s, but there is no jars/spark-core_*.jar in it".formatted(spark) + REMEDY);
  }

  /** Spark itself would go on without it, and the model that needs it would be at fault. */
  @Test
  void aJarThatIsNotThere() throws Exception {
    jar("spark-core_2.12-3.5.9.jar");
    String missing = folder.resolve("mine.jar").toString();
    assertRefused(
        java("17.0.1"),
        2,
        "there is no jar %s: name a file with --jars".formatted(missing),
        "demo",
        "--jars",
        missing);
  }

  @ParameterizedTest
  @CsvSource({"spark-core_2.12-3.4.4.jar, 3.4", "spark-core_2.11-2.4.8.jar, 2.4"})
  void aSparkThatIsTooOld(String core, String version) throws Exception {
    jar(core);
    assertRefused(
        java("17.0.1"),
        "SPARK_HOME is %s, a Spark %s, but 3.5 is the oldest that can run this"
                .formatted(spark, version)
            + REMEDY);
  }

  @ParameterizedTest
  @CsvSource({"1.8.0_392, 8", "11.0.21, 11"})
  void aJavaThatIsTooOld(String version, String major) throws Exception {
    Path home = java(version);
    assertRefused(
        home,
        "%s/bin/java is Java %s: JDK 17 is needed; install one and set JAVA_HOME to it"
            .formatted(home, major));
  }
}
