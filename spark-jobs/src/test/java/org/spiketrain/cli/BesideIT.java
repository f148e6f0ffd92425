package org.spiketrain.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.spiketrain.TinyNames;

/** Networks that are trained beside another, to be compared with it. */
class BesideIT {
  @TempDir static Path folder;

  private static CommandLineRun run;

  @BeforeAll
  static void trains() throws IOException {
    LocalSpark.session();
    TinyNames.in(folder.resolve("names"));
    run = command("run", "with", "-Dbeside.networks=twin, short");
  }

  private static CommandLineRun command(String command, String output, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                command,
                "conf/names-demo.conf",
                "-Ddata.path=" + folder.resolve("names"),
                "-Ddata.names.ngrams=1",
                "-Dsplit.train-fraction=0.5",
                "-Dsplit.validation-fraction=0.25",
                "-Dsplit.test-fraction=0.25",
                "-Dnetwork.stack=spiking-lstm(4) | readout(mean)",
                "-Dtraining.batch-size=4",
                "-Dtraining.averaging-frequency=2",
                "-Dtraining.examples=16",
                "-Devaluation.baselines=majority",
                "-Dbeside.twin.network.stack=lstm(4) | readout(mean)",
                "-Dbeside.short.training.examples=8",
                "-Doutput.path=" + folder.resolve(output)));
    args.addAll(List.of(more));
    return CommandLineRun.of(args.toArray(String[]::new));
  }

  private static Path model(String of) {
    return folder.resolve("with").resolve(of).resolve("model.zip");
  }

  @Test
  void standInReportAndMetrics() throws IOException {
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("network twin", "network short", "always the most frequent");
    JsonNode metrics =
        new ObjectMapper()
            .readTree(folder.resolve("with/evaluation/metrics.json").toFile())
            .path("baselines");
    assertThat(metrics.path("beside-twin").path("accuracy").asDouble()).isBetween(0.0, 1.0);
    assertThat(metrics.path("beside-short").path("mcNemar").isMissingNode()).isFalse();
    assertThat(Files.readString(folder.resolve("with/report.html")))
        .contains("network twin", "network short");
  }

  @Test
  void changeNothingOfTheModel() throws IOException {
    assertThat(command("run", "without").err()).isEmpty();

    assertThat(folder.resolve("without/model.zip")).hasSameBinaryContentAs(model(""));
    assertThat(folder.resolve("without/beside")).doesNotExist();
  }

  @Test
  void areTrainedWhereTheyWereCutOffAndNoMore() throws IOException {
    byte[] before = Files.readAllBytes(model("beside/short"));
    Object twin = Files.getLastModifiedTime(model("beside/twin"));
    Files.delete(model("beside/short"));

    assertThat(command("run", "with", "-Dbeside.networks=twin, short", "--resume").err()).isEmpty();

    assertThat(Files.readAllBytes(model("beside/short"))).isEqualTo(before);
    assertThat(Files.getLastModifiedTime(model("beside/twin"))).isEqualTo(twin);
  }

  @Test
  void goWithTheRunThatIsReplaced() throws IOException {
    assertThat(command("run", "replaced", "-Dbeside.networks=short").err()).isEmpty();
    assertThat(command("run", "replaced", "-Doutput.overwrite=true").err()).isEmpty();
    assertThat(folder.resolve("replaced/beside")).doesNotExist();
  }
}
