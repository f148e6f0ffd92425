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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.LocalSpark;

/** The profile of a small recurrent network on the surnames that come with Spiketrain. */
class SequenceProfileIT {
  @TempDir static Path output;
  private static JsonNode metrics;
  private static JsonNode profile;

  @BeforeAll
  static void run() throws IOException {
    assertThat(command("run").err()).isEmpty();
    CommandLineRun command = command("profile");
    assertThat(command.code()).as(command.err()).isZero();
    assertThat(command.out())
        .contains("trained: accuracy ", " microjoules of one name", "profile/report.html");
    metrics = json("run/evaluation/metrics.json");
    profile = json("run/profile/profile.json");
  }

  private static JsonNode json(String file) throws IOException {
    return new ObjectMapper().readTree(output.resolve(file).toFile());
  }

  private static CommandLineRun command(String command, String... more) {
    // The commands join it, so that they need no launcher.
    LocalSpark.session();
    List<String> args = new ArrayList<>(List.of(command, "conf/names-demo.conf"));
    for (String setting :
        List.of(
            "output.path=" + output.resolve("run"),
            "training.epochs=0.2",
            "network.stack=leaky(8, recurrence = all-to-all) | readout(mean)",
            "evaluation.baselines=false")) {
      args.addAll(List.of("-D", setting));
    }
    args.addAll(List.of(more));
    return CommandLineRun.of(args.toArray(String[]::new));
  }

  private static List<String> lines(String file) throws IOException {
    return Files.readAllLines(output.resolve("run/profile").resolve(file));
  }

  @Test
  void accuracyAndFiringAreThoseOfTheEvaluation() throws IOException {
    JsonNode network = profile.get("networks").get("trained");
    assertThat(network.get("accuracy").asDouble())
        .isCloseTo(metrics.get("accuracy").asDouble(), within(1e-9));
    assertThat(network.get("layers")).isEqualTo(metrics.get("layers"));
    List<String> steps = lines("time-steps.csv");
    assertThat(steps.get(steps.size() - 1))
        .startsWith("trained,")
        .endsWith("%.6g".formatted(metrics.get("accuracy").asDouble()));
    assertThat(lines("neurons.csv"))
        .hasSize(1 + 8)
        .first()
        .isEqualTo("network,layer,neuron,firing_rate");
    double sum = 0;
    for (String line : lines("neurons.csv").subList(1, 9)) {
      sum += Double.parseDouble(line.substring(line.lastIndexOf(',') + 1));
    }
    assertThat(sum / 8)
        .isCloseTo(network.get("layers").get(0).get("firingRate").asDouble(), within(1e-5));
  }

  @Test
  void operationsAreToldByLayerAndByNeuroBenchsNames() throws IOException {
    assertThat(lines("energy.csv"))
        .extracting(line -> line.split(",", -1)[1])
        .containsExactly("layer", "1: leaky(8)", "readout", "all");
    JsonNode neuroBench = profile.get("networks").get("trained").get("neurobench");
    assertThat(neuroBench.fieldNames())
        .toIterable()
        .containsExactly(
            "Footprint",
            "ConnectionSparsity",
            "ClassificationAccuracy",
            "ActivationSparsity",
            "SynapticOperations");
    JsonNode operations = neuroBench.get("SynapticOperations");
    assertThat(operations.fieldNames())
        .toIterable()
        .containsExactly("Effective_MACs", "Effective_ACs", "Dense");
    assertThat(operations.get("Effective_ACs").asDouble())
        .isBetween(1.0, operations.get("Dense").asDouble());
    assertThat(profile.get("networks").get("trained").get("microjoules").asDouble()).isPositive();
  }

  @Test
  void thereArePicturesOfTheSpikes() {
    for (String picture : List.of("time-steps", "neurons", "raster-1", "raster-3")) {
      assertThat(output.resolve("run/profile/" + picture + ".svg")).isNotEmptyFile();
      assertThat(output.resolve("run/profile/" + picture + ".png")).isNotEmptyFile();
    }
    assertThat(output.resolve("run/profile/report.html"))
        .content()
        .contains(
            "Firing neurons", "NeuroBench", "SynapticOperations Dense", "Spikes of a few names");
  }

  @Test
  void timeStepsAreThoseOfTheNames() {
    assertThat(command("profile", "--time-steps", "9", "-D", "output.overwrite=true").err())
        .contains("--time-steps is for networks that read whole sentences");
  }
}
