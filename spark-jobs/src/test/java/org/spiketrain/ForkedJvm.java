package org.spiketrain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/** Runs a part of a test in a process of its own, to be killed, starved or on another master. */
public final class ForkedJvm {
  /**
   * A collector without threads of its own, metaspace that need not grow, and the quick compiler.
   */
  private static final List<String> FLAGS =
      List.of("-XX:+UseSerialGC", "-XX:MetaspaceSize=128m", "-XX:TieredStopAtLevel=1");

  private ForkedJvm() {}

  /**
   * Runs the main method of a class of the tests to its end, which has to be a good one within ten
   * minutes.
   *
   * @param log receives what it prints
   * @param heap most of the heap, such as {@code 1g}
   * @return what it has printed
   */
  public static String run(Class<?> main, Path log, String heap, String... arguments)
      throws IOException, InterruptedException {
    return ended(start(main, log, heap, arguments), log);
  }

  /** Waits for the good end of a process that was started, likewise. */
  public static String ended(Process process, Path log) throws IOException, InterruptedException {
    try {
      assertThat(process.waitFor(10, TimeUnit.MINUTES)).as("it ends").isTrue();
    } finally {
      process.destroyForcibly();
    }
    String printed = Files.readString(log);
    assertThat(process.exitValue()).as(printed).isZero();
    return printed;
  }

  /**
   * Starts the main method of a class of the tests.
   *
   * @param log receives what it prints
   * @param heap most of the heap, such as {@code 1g}
   */
  public static Process start(Class<?> main, Path log, String heap, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    Stream.of(System.getProperty("spiketrain.jvm.options").trim().split("\\s+"))
        .forEach(command::add);
    command.add("-Xmx" + heap);
    command.addAll(FLAGS);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  /** The session of such a process; executors of its own see the classes of the tests too. */
  public static SparkSession session(String master) {
    return builder(master)
        // Tests of clusters are about all of their executors, not about the first that is there.
        .config("spark.scheduler.minRegisteredResourcesRatio", "1.0")
        .getOrCreate();
  }

  /** What makes one, which does not wait for executors. */
  public static SparkSession.Builder builder(String master) {
    return SparkSession.builder()
        .master(master)
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
        .config("spark.executor.extraJavaOptions", String.join(" ", FLAGS))
        // Spark itself wants 450 MiB of heap, to keep 300 of them back.
        .config("spark.testing.reservedMemory", Long.toString(32 << 20));
  }
}
