package org.spiketrain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spiketrain.ForkedJvm;
import org.spiketrain.LocalSpark;
import org.spiketrain.LongTest;
import org.spiketrain.RecordingFiles;

/** Runs on recordings and sentences that are killed in the middle of a training, and resumed. */
@LongTest
class KilledRunIT {
  private static final List<String> EVENTS =
      List.of(
          "conf/ssc-demo.conf",
          "-Ddata.events.channels=" + RecordingFiles.CHANNELS,
          "-Dnetwork.stack=adaptive-leaky(16, recurrent = true) | leaky(classes, beta = 0.9, output = membrane, reset = none)",
          "-Dtraining.averaging-frequency=2",
          "-Dtraining.examples=640");

  private static final List<String> TEXT =
      List.of(
          "conf/text-demo.conf",
          "-Ddata.text.dimensions=10",
          "-Ddata.text.time-steps=6",
          "-Dnetwork.stack=convolution(8, widths = 2 3 4) | pooled(each, learn-threshold = shared) | dropout(0.5) | leaky(classes, beta = 1)",
          "-Dconversion.stack=embedding(learned) | convolution(8, widths = 2 3 4, neurons = relu) | dropout(0.5) | linear(classes)",
          "-Dconversion.epochs=1",
          "-Dconversion.averaging-frequency=5",
          "-Dtraining.averaging-frequency=2",
          "-Dtraining.epochs=1");

  @TempDir Path folder;

  @BeforeEach
  void spark() {
    // The commands join it, so that they need no launcher.
    LocalSpark.session();
  }

  private String[] run(String kind, Path output, String... more) {
    List<String> args = new ArrayList<>(List.of("run"));
    args.addAll(kind.equals("events") ? EVENTS : TEXT);
    if (kind.equals("events")) {
      args.add("-Ddata.path=" + folder.resolve("recordings"));
    }
    args.addAll(
        List.of(
            "-Doutput.path=" + output,
            "-Dtraining.keep=last",
            "-Dtraining.checkpoint-every=1",
            "-Devaluation.baselines=false"));
    args.addAll(List.of(more));
    return args.toArray(String[]::new);
  }

  /** Within the training of the ANN, too, that a spiking network begins as. */
  @ParameterizedTest
  @CsvSource({"events, training", "text, artificial/training", "text, training"})
  void itsModelIsThatOfTheUndisturbedOne(String kind, String training) throws Exception {
    RecordingFiles.write(folder.resolve("recordings/words_train.h5"), 60, 60, 1);
    RecordingFiles.write(folder.resolve("recordings/words_valid.h5"), 12, 60, 2);
    RecordingFiles.write(folder.resolve("recordings/words_test.h5"), 30, 60, 3);
    Path undisturbed = folder.resolve("undisturbed");
    assertSucceeded(CommandLineRun.of(run(kind, undisturbed)));

    Path killed = folder.resolve("killed");
    killInTheMiddle(killed.resolve(training).resolve("checkpoints"), run(kind, killed));
    assertThat(killed.resolve(training).resolveSibling("model.zip")).doesNotExist();
    assertSucceeded(CommandLineRun.of(run(kind, killed, "--resume")));

    assertThat(killed.resolve("model.zip"))
        .hasSameBinaryContentAs(undisturbed.resolve("model.zip"));
    assertThat(killed.resolve("evaluation/metrics.json"))
        .hasSameTextualContentAs(undisturbed.resolve("evaluation/metrics.json"));
  }

  private static void assertSucceeded(CommandLineRun run) {
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
  }

  private void killInTheMiddle(Path checkpoints, String[] command) throws Exception {
    Path log = folder.resolve("process.log");
    Process process = ForkedJvm.start(CommandProcess.class, log, "1g", command);
    while (!hasSecond(checkpoints) && process.isAlive()) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    assertThat(process.isAlive()).as("%s", Files.readString(log)).isTrue();
    process.destroyForcibly().waitFor();
  }

  private static boolean hasSecond(Path checkpoints) throws Exception {
    if (!Files.isDirectory(checkpoints)) {
      return false;
    }
    try (Stream<Path> files = Files.list(checkpoints)) {
      return files.anyMatch(file -> file.endsWith("round-0000000002.zip"));
    }
  }
}
