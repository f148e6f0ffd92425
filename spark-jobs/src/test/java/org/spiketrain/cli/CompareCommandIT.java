package org.spiketrain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.LocalSpark;
import org.spiketrain.TinyNames;

class CompareCommandIT {
  private static final String SMALL =
      """
      data.path = "%s"
      data.names.ngrams = 1
      split { train-fraction = 0.5, validation-fraction = 0.25, test-fraction = 0.25 }
      training { batch-size = 4, averaging-frequency = 2, examples = 16 }
      evaluation.baselines = false
      network.stack = "%s | readout(last)"
      """;

  @TempDir Path folder;
  private Path output;

  @BeforeEach
  void experiments() throws IOException {
    LocalSpark.session();
    output = folder.resolve("out");
    Path names = TinyNames.in(folder.resolve("names"));
    for (String cell : List.of("rnn(4)", "spiking-lstm(3)")) {
      Files.writeString(
          folder.resolve(cell.replaceAll("\\(.*", ".conf")), SMALL.formatted(names, cell));
    }
  }

  private CommandLineRun compare(List<String> experiments, String... more) {
    List<String> args = new ArrayList<>(List.of("compare"));
    experiments.forEach(one -> args.add(folder.resolve(one).toString()));
    args.addAll(List.of(more));
    return CommandLineRun.of(args.toArray(String[]::new));
  }

  private JsonNode results(Path compared) throws IOException {
    return new ObjectMapper()
        .readTree(Files.readAllBytes(compared.resolve("comparison/compare.json")));
  }

  @Test
  void experimentsAreRunOnceAndComparedAlsoWithRunsThatAreOver() throws IOException {
    List<String> both = List.of("rnn.conf", "spiking-lstm.conf");
    CommandLineRun first = compare(both, "--seeds", "1,2", "-D", "output.path=" + output);

    assertThat(first.err()).isEmpty();
    assertThat(first.code()).isZero();
    assertThat(first.out())
        .contains(" experiment-rnn_seed-1: ")
        .contains("rnn and spiking-lstm, seed 2: ")
        .contains("report: ");
    JsonNode compared = results(output);
    assertThat(compared.path("experiments").findValuesAsText("name"))
        .containsExactly("rnn", "spiking-lstm");
    assertThat(compared.path("runs")).hasSize(4);
    JsonNode run = compared.path("runs").get(0);
    // 27 letters or so to 4 neurons, those to each other, and to 2 classes.
    assertThat(run.path("parameters").asLong()).isGreaterThan(4 * 4 + 4 * 2 + 10);
    assertThat(run.path("examples").asLong()).isEqualTo(4);
    assertThat(run.path("multiply_accumulates").asDouble()).isPositive();
    assertThat(run.path("microjoules").asDouble()).isPositive();
    assertThat(compared.path("pairs")).hasSize(2);
    assertThat(compared.path("notes")).isEmpty();
    assertThat(output.resolve("frames")).isDirectoryContaining("glob:**/names-*");
    try (var frames = Files.list(output.resolve("frames"))) {
      assertThat(frames.filter(Files::isDirectory)).as("one a seed").hasSize(2);
    }
    assertThat(output.resolve("comparison/compare.parquet")).isNotEmptyFile();
    assertThat(output.resolve("comparison/compare-pairs.csv")).isNotEmptyFile();
    assertThat(output.resolve("comparison/report.html"))
        .content()
        .contains("Are they different?", "confusions of spiking-lstm", "spiking-lstm(3) | readout");

    Path model = output.resolve("trials/experiment-rnn_seed-1/model.zip");
    var written = Files.getLastModifiedTime(model);
    CommandLineRun again = compare(both, "--seeds", "1,2", "-D", "output.path=" + output);
    assertThat(again.code()).isZero();
    assertThat(Files.getLastModifiedTime(model)).isEqualTo(written);

    CommandLineRun others = compare(List.of("rnn.conf", "names"), "-D", "output.path=" + output);
    assertThat(others.code()).isEqualTo(1);
    assertThat(others.err()).contains("There is no model ", "names/model.zip");

    withRunsThatAreOver();
  }

  private void withRunsThatAreOver() throws IOException {
    CommandLineRun alone =
        CommandLineRun.of(
            "run",
            folder.resolve("rnn.conf").toString(),
            "-D",
            "seed=3",
            "-D",
            "output.path=" + folder.resolve("alone"));
    assertThat(alone.code()).isZero();
    Path second = folder.resolve("second");
    CommandLineRun finished =
        compare(List.of("alone", "spiking-lstm.conf"), "-D", "output.path=" + second);
    assertThat(finished.err()).isEmpty();
    assertThat(finished.code()).isZero();
    assertThat(results(second).path("pairs")).isEmpty();
    assertThat(results(second).path("notes").get(0).asText())
        .contains("alone and spiking-lstm are not tested against each other", "other examples");

    CommandLineRun replaced = compare(List.of("alone", "rnn.conf"), "-D", "output.path=" + second);
    assertThat(replaced.code()).isEqualTo(1);
    assertThat(replaced.err()).contains("a comparison of others, ");
  }

  @Test
  void whatFailsIsToldAndTheOthersAreCompared() throws IOException {
    Files.writeString(
        folder.resolve("lost.conf"), SMALL.formatted(folder.resolve("nowhere"), "rnn(2)"));
    CommandLineRun run = compare(List.of("rnn.conf", "lost.conf"), "-D", "output.path=" + output);

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("lost of 2 experiments failed");
    assertThat(results(output).path("runs").get(0).path("accuracy").isNumber()).isTrue();
    assertThat(results(output).path("runs").get(1).path("error").asText()).contains("nowhere");
  }

  @Test
  void wrongUsageIsToldBeforeAnythingStarts() {
    assertThat(compare(List.of("rnn.conf"), "-D", "output.path=" + output).code()).isEqualTo(2);
    CommandLineRun nowhere = compare(List.of("rnn.conf", "spiking-lstm.conf"));
    assertThat(nowhere.code()).isEqualTo(2);
    assertThat(nowhere.err()).contains("-D output.path=");
    CommandLineRun slip =
        compare(
            List.of("rnn.conf", "spiking-lstm.conf"),
            "-D",
            "output.path=" + output,
            "-D",
            "training.epoch=1");
    assertThat(slip.code()).isEqualTo(2);
    assertThat(slip.err()).contains("training.epochs");
    assertThat(output).doesNotExist();
  }
}
