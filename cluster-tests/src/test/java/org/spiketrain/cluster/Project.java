package org.spiketrain.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files that the build has left. */
final class Project {
  static final Path ROOT = root();
  static final Path SPARK = ROOT.resolve("deploy/embedded-spark/target/spark");
  static final Path YARN_JARS = ROOT.resolve("cluster-tests/target/yarn");
  static final Path KUBERNETES_JARS = ROOT.resolve("cluster-tests/spark-kubernetes/target/jars");
  static final Path KUBERNETES = ROOT.resolve("deploy/kubernetes");
  static final Path S3_JARS = ROOT.resolve("cluster-tests/target/s3");
  static final Path LIBRARIES = ROOT.resolve("spark-jobs/target/libs");
  static final Path CLUSTERS = ROOT.resolve("cluster-tests/target/clusters");
  static final Path LAUNCHER = ROOT.resolve("deploy/bin/spiketrain");

  private Project() {}

  private static Path root() {
    try {
      return Path.of("..").toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The jar to submit. */
  static Path jar() throws IOException {
    try (Stream<Path> files = Files.list(ROOT.resolve("spark-jobs/target"))) {
      List<Path> jars = files.filter(file -> file.toString().endsWith("-all.jar")).toList();
      assertThat(jars).hasSize(1);
      return jars.get(0);
    }
  }

  /** Returns whether a process is a JVM that runs a class, as far as there still is one. */
  static boolean runs(ProcessHandle process, String main) {
    try {
      Path command = Path.of("/proc", Long.toString(process.pid()), "cmdline");
      return process.isAlive()
          && Files.readString(command).matches("(?s)[^\0]*/java\0.*" + main + ".*");
    } catch (IOException e) {
      // It has just ended.
      return false;
    }
  }

  /** Where processes of a test class write, to be read after it. */
  static Path logs(Class<?> test) {
    return CLUSTERS.resolve(test.getSimpleName());
  }

  static Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  /** What Spark adds on Java 17. */
  static List<String> moduleOptions() {
    return List.of(System.getProperty("spiketrain.jvm.options").trim().split("\\s+"));
  }
}
