package org.spiketrain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spiketrain.ForkedJvm;
import org.spiketrain.LocalSpark;
import org.spiketrain.LongTest;

/** Runs on recordings and sentences that are killed in the middle of a training, and resumed. */
@LongTest
class KilledRunIT {
  @TempDir Path folder;

  @BeforeEach
  void begin() {
    // The commands join it, so that they need no launcher.
    LocalSpark.session();
    SmallRun.writeRecordings(folder.resolve("data"));
  }

  private String[] command(SmallRun run, Path output, String... more) {
    return run.command(folder.resolve("data"), output.toString(), more);
  }

  /** Within the training of the ANN, too, that a spiking network begins as. */
  @ParameterizedTest
  @CsvSource({"EVENTS, training", "TEXT, artificial/training", "TEXT, training"})
  void itsModelIsThatOfTheUndisturbedOne(SmallRun run, String training) throws Exception {
    Path undisturbed = folder.resolve("undisturbed");
    assertSucceeded(CommandLineRun.of(command(run, undisturbed)));

    Path killed = folder.resolve("killed");
    killAt(
        killed.resolve(training).resolve("checkpoints/round-0000000002.zip"), command(run, killed));
    assertThat(killed.resolve(training).resolveSibling("model.zip")).doesNotExist();
    assertSucceeded(CommandLineRun.of(command(run, killed, "--resume")));

    assertThat(killed.resolve("model.zip"))
        .hasSameBinaryContentAs(undisturbed.resolve("model.zip"));
    assertThat(killed.resolve("evaluation/metrics.json"))
        .hasSameTextualContentAs(undisturbed.resolve("evaluation/metrics.json"));
  }

  private static void assertSucceeded(CommandLineRun run) {
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
  }

  private void killAt(Path reached, String[] command) throws Exception {
    Path log = folder.resolve("process.log");
    Process process = ForkedJvm.start(CommandProcess.class, log, "1g", command);
    while (!Files.exists(reached) && process.isAlive()) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    assertThat(process.isAlive()).as("%s", Files.readString(log)).isTrue();
    process.destroyForcibly().waitFor();
  }
}
