package org.spiketrain.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spiketrain.LocalSpark;
import org.spiketrain.LongTest;
import org.spiketrain.model.compress.DeltaForm;
import org.spiketrain.results.OutputLayout;
import org.spiketrain.results.RunFiles;
import org.spiketrain.train.Exchange.UpdaterState;
import org.spiketrain.train.TrainingJob.Start;

/** A driver that is killed at every step by which a checkpoint is committed. */
@LongTest
class CheckpointCommitIT {
  private static final int WORKERS = 2;

  /** Four rounds. */
  private static final long EXAMPLES = 160;

  private static final Exchange KEPT = new Exchange(UpdaterState.KEPT, DeltaForm.TERNARY, 1);

  /** The first one that has another one deleted, and the one after it. */
  private static final String CHECKPOINT = "round-0000000003";

  private static final String NEXT = "round-0000000004";

  @TempDir private static Path folder;

  private static SparkSession spark;
  private static String frames;

  @BeforeAll
  static void preprocess() {
    spark = MortalFileSystem.known(LocalSpark.session());
    frames = TinyTraining.frames(spark, folder);
  }

  @AfterEach
  void live() {
    MortalFileSystem.live();
  }

  /** By the renames of a file system of its own, and by those of the operating system. */
  @ParameterizedTest
  @CsvSource({"mortal, averaged", "mortal, kept", "file, averaged", "file, kept"})
  void aTrainingGoesOnToTheSameModelWhereverItWasKilled(String scheme, String exchange) {
    TrainingSettings settings =
        TinyTraining.settings(
            WORKERS, EXAMPLES, exchange.equals("kept") ? KEPT : Exchange.AVERAGED, 1);
    Path parent = folder.resolve(scheme + "-" + exchange);
    byte[] undisturbed =
        TinyTraining.train(spark, frames, parent.resolve("whole"), settings, Start.FRESH);
    int step = 0;
    while (isKilledAfter(step, scheme, parent.resolve("killed-" + step), settings)) {
      Path output = parent.resolve("killed-" + step);
      assertThat(output.resolve("model.zip")).doesNotExist();
      MortalFileSystem.live();
      job(scheme, output, settings).run(Start.RESUME);
      assertThat(output.resolve("model.zip"))
          .as("killed after %d steps of %s", step, CHECKPOINT)
          .hasBinaryContent(undisturbed);
      step++;
    }
    // A file is made, filled and renamed, and an old one is deleted.
    assertThat(step).isGreaterThanOrEqualTo(4);
  }

  /** Returns false where a training has come to its end, as the checkpoint takes fewer steps. */
  private static boolean isKilledAfter(
      int steps, String scheme, Path output, TrainingSettings settings) {
    MortalFileSystem.dieAfter(steps, CHECKPOINT, NEXT);
    TrainingJob job = job(scheme, output, settings);
    Throwable thrown = catchThrowable(() -> job.run(Start.FRESH));
    if (!MortalFileSystem.isDead()) {
      assertThat(thrown).isNull();
      return false;
    }
    assertThat(thrown).hasStackTraceContaining("the program ");
    return true;
  }

  private static TrainingJob job(String scheme, Path output, TrainingSettings settings) {
    RunFiles files =
        new RunFiles(MortalFileSystem.configuration(), OutputLayout.of(scheme + ":" + output));
    return TinyTraining.job(spark, frames, output, settings, new TrainingProgress() {})
        .with(files, settings);
  }
}
