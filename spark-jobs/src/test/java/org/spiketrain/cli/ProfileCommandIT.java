package org.spiketrain.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.LocalSpark;

/** The profile of a small run on the opinions that come with Spiketrain. */
class ProfileCommandIT {
  @TempDir static Path output;
  private static JsonNode metrics;

  @BeforeAll
  static void run() throws IOException {
    LocalSpark.session();
    assertThat(command("run", "-D", "conversion.epochs=1", "-D", "training.epochs=0.2").err())
        .isEmpty();
    metrics = new ObjectMapper().readTree(output.resolve("run/evaluation/metrics.json").toFile());
    LocalSpark.session();
    CommandLineRun profile = command("profile", "--time-steps", "9");
    assertThat(profile.err()).isEmpty();
    assertThat(profile.code()).isZero();
    assertThat(profile.out())
        .contains("artificial: accuracy ", "fine-tuned: accuracy ", "after 6 time steps")
        .contains("report: " + output.resolve("run/profile/report.html"));
  }

  @BeforeEach
  void session() {
    // The commands join it, so that they need no launcher.
    LocalSpark.session();
  }

  private static CommandLineRun command(String command, String... more) {
    List<String> args = new ArrayList<>(List.of(command, "conf/text-demo.conf"));
    for (String setting :
        List.of(
            "output.path=" + output.resolve("run"),
            "data.text.time-steps=6",
            "data.text.dimensions=10",
            "network.stack=convolution(8, widths = 2 3 4) | pooled(each) | leaky(classes, beta = 1)",
            "conversion.stack=convolution(8, widths = 2 3 4, neurons = relu) | linear(classes)",
            "evaluation.baselines=false")) {
      args.addAll(List.of("-D", setting));
    }
    args.addAll(List.of(more));
    return CommandLineRun.of(args.toArray(String[]::new));
  }

  private static List<String> lines(String file) throws IOException {
    return Files.readAllLines(output.resolve("run/profile").resolve(file));
  }

  /** A field of the one row that begins so. */
  private static double field(String file, String row, int field) throws IOException {
    List<String> found = lines(file).stream().filter(line -> line.startsWith(row)).toList();
    assertThat(found).as(row).hasSize(1);
    return Double.parseDouble(found.get(0).substring(row.length()).split(",", -1)[field]);
  }

  @Test
  void accuraciesAfterTheStepsTrainedWithAreThoseOfTheEvaluation() throws IOException {
    assertThat(lines("time-steps.csv")).hasSize(1 + 1 + 9 + 9);
    assertThat(field("time-steps.csv", "fine-tuned,6,", 0))
        .isCloseTo(metrics.get("accuracy").asDouble(), within(1e-6));
    assertThat(field("time-steps.csv", "converted,6,", 0))
        .isCloseTo(
            metrics.get("baselines").get("converted").get("accuracy").asDouble(), within(1e-6));
    assertThat(field("time-steps.csv", "artificial,1,", 0))
        .isCloseTo(
            metrics.get("baselines").get("artificial").get("accuracy").asDouble(), within(1e-6));
  }

  @Test
  void firingRatesAreThoseOfTheEvaluationAndActiveNeuronsGrowWithTime() throws IOException {
    assertThat(field("neurons.csv", "fine-tuned,6,2: pooled(24),24,", 2))
        .isCloseTo(metrics.get("layers").get(0).get("firingRate").asDouble(), within(1e-5));
    assertThat(field("neurons.csv", "fine-tuned,6,3: leaky(2),2,", 2))
        .isCloseTo(metrics.get("layers").get(1).get("firingRate").asDouble(), within(1e-5));
    double sooner = field("neurons.csv", "fine-tuned,6,1: convolution(24),", 1);
    double later = field("neurons.csv", "fine-tuned,9,1: convolution(24),", 1);
    assertThat(sooner).isBetween(0.0, later);
    assertThat(later).isLessThan(1);
  }

  @Test
  void energyIsToldOfAllNetworksSideBySide() throws IOException {
    // 80 sentences of 16 words of 10 dimensions, 8 filters of 2, 3 and 4 words each.
    long products = 80L * 10 * 8 * (15 * 2 + 14 * 3 + 13 * 4);
    assertThat(field("energy.csv", "artificial,1,1: convolution(24),80,", 0))
        .isCloseTo((double) products, within(0.5));
    assertThat(field("energy.csv", "\"artificial, no padding\",1,all,80,", 0))
        .isBetween(1.0, (double) products / 1.5);
    assertThat(field("energy.csv", "fine-tuned,9,all,80,", 1))
        .isGreaterThan(field("energy.csv", "fine-tuned,6,all,80,", 1));
    double arithmetic = field("energy.csv", "converted,6,all,80,", 7);
    double memory = field("energy.csv", "converted,6,all,80,", 8);
    assertThat(field("time-steps.csv", "converted,6,", 1))
        .isCloseTo(arithmetic + memory, within(1e-4 * memory));
    double without = field("energy.csv", "\"artificial, no padding\",1,all,80,", 7);
    without += field("energy.csv", "\"artificial, no padding\",1,all,80,", 8);
    double times = field("time-steps.csv", "fine-tuned,6,", 1) / without;
    Matcher told =
        Pattern.compile("fine-tuned one [0-9.,]+ µJ after 6 time steps, ([0-9.]+) times as much")
            .matcher(Files.readString(output.resolve("run/profile/report.html")));
    assertThat(told.find()).isTrue();
    assertThat(Double.parseDouble(told.group(1))).isCloseTo(times, within(0.01 * times));
    for (String picture : List.of("time-steps", "neurons", "energy")) {
      assertThat(output.resolve("run/profile/" + picture + ".svg")).isNotEmptyFile();
      assertThat(output.resolve("run/profile/" + picture + ".png")).isNotEmptyFile();
    }
    assertThat(output.resolve("run/profile/report.html"))
        .content()
        .contains("<title>Spiketrain: time steps and energy</title>", "fine-tuned", "µJ");
  }

  @Test
  void aProfileIsReplacedOnlyWhenThatIsAskedFor() throws IOException {
    CommandLineRun refused = command("profile");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("profile exists already", "output.overwrite=true");

    String before = Files.readString(output.resolve("run/profile/energy.csv"));
    assertThat(
            command("profile", "--time-steps", "9", "-D", "output.overwrite=true", "--verbose")
                .code())
        .isZero();
    assertThat(output.resolve("run/profile/energy.csv")).hasContent(before);
  }
}
