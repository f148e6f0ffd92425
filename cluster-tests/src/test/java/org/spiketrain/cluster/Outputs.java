package org.spiketrain.cluster;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** What commands leave in folders of this machine. */
final class Outputs {
  private static final Pattern CHECKPOINT = Pattern.compile("round-(\\d+)\\.zip");

  private Outputs() {}

  /** How far a training has got. */
  interface Progress {
    /** The round of the newest checkpoint; 0 if there is none yet. */
    int newest();
  }

  /** What lists the checkpoints of a training. */
  interface Checkpoints extends Progress {
    /**
     * @throws IOException if there is no such folder yet
     */
    List<String> names() throws IOException;

    @Override
    default int newest() {
      try {
        return names().stream().mapToInt(Outputs::round).max().orElse(0);
      } catch (IOException e) {
        return 0;
      }
    }
  }

  /** Those in a folder of this machine. */
  static Checkpoints checkpoints(Path output) {
    return () -> {
      try (Stream<Path> files = Files.list(output.resolve("training/checkpoints"))) {
        return files.map(file -> file.getFileName().toString()).toList();
      }
    };
  }

  /**
   * That of a run, whose rounds go on counting from an ANN's, where it begins as one, to its own.
   */
  static Progress progress(Path output) {
    Checkpoints artificial = checkpoints(output.resolve("artificial"));
    Checkpoints own = checkpoints(output);
    return () -> artificial.newest() + own.newest();
  }

  private static int round(String checkpoint) {
    Matcher name = CHECKPOINT.matcher(checkpoint);
    return name.matches() ? Integer.parseInt(name.group(1)) : 0;
  }

  /** Waits for a training to get there, which it must not have ended before. */
  static void awaitRound(Started training, Checkpoints checkpoints, int round) throws Exception {
    awaitProgress(training, checkpoints, round);
  }

  /** Likewise, of all that counts rounds. */
  static void awaitProgress(Started training, Progress progress, int round) throws Exception {
    Waiting.until(
        "round " + round + " is over",
        () -> {
          assertThat(training.isAlive()).as("the training goes on: " + training.err()).isTrue();
          return progress.newest() >= round;
        });
  }

  /** The models of a sweep by the folders of their trials. */
  static SortedMap<String, byte[]> models(Path sweep) throws IOException {
    SortedMap<String, byte[]> models = new TreeMap<>();
    try (Stream<Path> files = Files.walk(sweep)) {
      for (Path file : files.filter(file -> file.endsWith("model.zip")).toList()) {
        models.put(sweep.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return models;
  }

  /**
   * The entries of a model, each byte a character, without the version of Spark, which another
   * Spark cannot have in common.
   */
  static SortedMap<String, String> withoutSpark(Path model) throws IOException {
    SortedMap<String, String> entries = new TreeMap<>();
    try (ZipFile file = new ZipFile(model.toFile())) {
      for (ZipEntry entry : Collections.list(file.entries())) {
        try (InputStream content = file.getInputStream(entry)) {
          String text = new String(content.readAllBytes(), ISO_8859_1);
          entries.put(entry.getName(), text.replaceAll("\"spark\" : \"[\\d.]+\"", ""));
        }
      }
    }
    return entries;
  }

  /** The lines of scores as CSV, file after file. */
  static String scores(Path folder) throws IOException {
    StringBuilder lines = new StringBuilder();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path part : files.filter(Outputs::isPart).sorted().toList()) {
        lines.append(Files.readString(part));
      }
    }
    return lines.toString();
  }

  private static boolean isPart(Path file) {
    return file.getFileName().toString().startsWith("part-");
  }
}
