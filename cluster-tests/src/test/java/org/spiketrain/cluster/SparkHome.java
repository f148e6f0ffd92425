package org.spiketrain.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A Spark as distributions have it, of the jars that Maven brings and spark-submit. */
final class SparkHome {
  private SparkHome() {}

  /**
   * @param home the folder to make it in
   * @param sources folders with its jars
   */
  static Path make(Path home, Path... sources) throws IOException {
    Path jars = Files.createDirectories(home.resolve("jars"));
    for (Path source : sources) {
      linkAll(source, jars);
    }
    Path submit = Files.createDirectories(home.resolve("bin")).resolve("spark-submit");
    Files.deleteIfExists(submit);
    try (InputStream script = SparkHome.class.getResourceAsStream("/spark-submit")) {
      Files.copy(script, submit);
    }
    assertThat(submit.toFile().setExecutable(true)).isTrue();
    return home;
  }

  /** Links each file of a folder into another one. */
  static void linkAll(Path source, Path folder) throws IOException {
    try (Stream<Path> files = Files.list(source)) {
      for (Path file : files.toList()) {
        link(file, folder.resolve(file.getFileName()));
      }
    }
  }

  static void link(Path file, Path link) throws IOException {
    Files.createDirectories(link.getParent());
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, file);
  }
}
