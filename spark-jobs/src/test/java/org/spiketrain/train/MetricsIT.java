package org.spiketrain.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.ForkedJvm;
import org.spiketrain.LongTest;

/** Metrics as Prometheus finds them, with the settings and the names of deploy/prometheus. */
@LongTest
class MetricsIT {
  private static final Path DEPLOY = Path.of("..", "deploy", "prometheus");

  /** A sample of Prometheus' text format, without comments and times. */
  private static final Pattern SAMPLE =
      Pattern.compile(
          "(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)"
              + "(\\{([a-zA-Z_][a-zA-Z0-9_]*=\"([^\"\\\\\\n]|\\\\[\\\\\"n])*\",? ?)*})?"
              + " (?<value>NaN|[+-]?Inf|[+-]?[0-9.]+([eE][+-]?[0-9]+)?)");

  @TempDir static Path folder;

  @BeforeAll
  static void scrape() throws Exception {
    ForkedJvm.run(
        MetricsProcess.class,
        folder.resolve("log"),
        "1g",
        folder.toString(),
        DEPLOY.resolve("spark.properties").toString());
  }

  /** Our metrics by run, as the rules of prometheus.yml name them; every line must be one. */
  private static Map<String, Map<String, Double>> metrics(String file) throws IOException {
    Map<String, Map<String, Double>> byRun = new TreeMap<>();
    for (String line : Files.readAllLines(folder.resolve(file))) {
      Matcher sample = SAMPLE.matcher(line);
      assertThat(sample.matches()).as(line).isTrue();
      Matcher ours = relabelling().matcher(sample.group("name"));
      if (ours.matches()) {
        byRun
            .computeIfAbsent(ours.group(1), run -> new TreeMap<>())
            .put(renamed(ours), Double.valueOf(sample.group("value")));
      }
    }
    return byRun;
  }

  /** As Prometheus does it, to which $2_ would be a group of that name. */
  private static String renamed(Matcher ours) throws IOException {
    String replacement =
        Files.readAllLines(DEPLOY.resolve("prometheus.yml")).stream()
            .filter(line -> line.contains("replacement: spiketrain_"))
            .map(line -> line.replaceFirst(".*replacement: ", ""))
            .findFirst()
            .orElseThrow();
    return Pattern.compile("\\$\\{(\\d)}")
        .matcher(replacement)
        .replaceAll(group -> ours.group(Integer.parseInt(group.group(1))));
  }

  private static Pattern relabelling() throws IOException {
    return Files.readAllLines(DEPLOY.resolve("prometheus.yml")).stream()
        .filter(line -> line.contains("regex: ") && line.contains("(.+)"))
        .map(line -> Pattern.compile(line.replaceFirst(".*regex: ", "")))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void twoTrainingsOfOneNameAreShownBesideEachOther() throws IOException {
    Map<String, Map<String, Double>> runs = metrics(MetricsProcess.BOTH);

    assertThat(runs).containsOnlyKeys("alpha", "alpha_2");
    for (Map<String, Double> training : runs.values()) {
      assertThat(training)
          .containsEntry("spiketrain_training_examples_asked", 160.0)
          .containsEntry("spiketrain_training_round", 2.0)
          .containsEntry("spiketrain_training_rounds", 2.0)
          .containsEntry("spiketrain_training_examples", 80.0)
          .containsEntry("spiketrain_training_examples_trained", 80.0)
          .containsEntry("spiketrain_training_evaluations", 1.0)
          .doesNotContainKeys("spiketrain_training_watched_loss");
      assertThat(training.get("spiketrain_training_training_loss")).isBetween(0.01, 10.0);
      assertThat(training.get("spiketrain_training_evaluation_loss")).isBetween(0.01, 10.0);
      assertThat(training.get("spiketrain_training_training_accuracy")).isBetween(0.0, 1.0);
      assertThat(training.get("spiketrain_training_evaluation_accuracy")).isBetween(0.0, 1.0);
      assertThat(training.get("spiketrain_training_examples_per_second")).isPositive();
      assertThat(training.get("spiketrain_training_averaging_seconds")).isPositive();
      assertThat(training.get("spiketrain_training_learning_rate")).isCloseTo(0.01, within(0.005));
      // Parameters and the two moments of Adam, in each of two rounds.
      assertThat(training.get("spiketrain_training_broadcast_bytes") % (2 * 3 * 4)).isZero();
    }
  }

  @Test
  void whatIsOverIsShownNoMoreAndTheOtherStays() throws IOException {
    assertThat(metrics(MetricsProcess.SECOND)).containsOnlyKeys("alpha_2");
    assertThat(metrics(MetricsProcess.SECOND).get("alpha_2"))
        .containsEntry("spiketrain_training_examples", 160.0);
    assertThat(metrics(MetricsProcess.NEITHER)).isEmpty();
  }

  @Test
  void alertsAndTheTableOfMetricsSpeakOfThese() throws IOException {
    String alerts = Files.readString(DEPLOY.resolve("alerts.yml"));
    String table = Files.readString(Path.of("..", "docs", "OPERATE.md"));

    for (Map<String, Double> training : metrics(MetricsProcess.BOTH).values()) {
      assertThat(training.keySet()).allSatisfy(name -> assertThat(table).contains("`" + name));
    }
    Matcher names = Pattern.compile("spiketrain_(training|scoring)_[a-z_]+").matcher(alerts);
    while (names.find()) {
      assertThat(table).contains("`" + names.group() + "`");
    }
  }
}
