package org.spiketrain.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.ForkedJvm;
import org.spiketrain.LocalSpark;
import org.spiketrain.spark.Spiketrain;
import org.spiketrain.train.LosingPlugin.Lost;

/** What executors have made is lost before it is fetched, of the first attempt of every task. */
class LostDataIT {
  static final long EXAMPLES = 400;

  /** Of 80 examples: four workers, five minibatches of four. */
  private static final int ROUNDS = 5;

  @TempDir private static Path shared;
  private static String frames;
  private static byte[] model;
  private static String sentences;

  @TempDir private Path folder;

  @BeforeAll
  static void makeUndisturbed() {
    frames = TinyTraining.frames(LocalSpark.session(), shared);
    model =
        TinyTraining.train(
            LocalSpark.session(),
            frames,
            shared.resolve("training"),
            TinyTraining.settings(LosingProcess.WORKERS, EXAMPLES),
            TrainingJob.Start.FRESH);
    Spiketrain.experiment(LocalSpark.session())
        .configuration("conf/text-demo.conf")
        .set("output.path", shared.resolve("sentences").toString())
        .open()
        .preprocess();
    sentences = fingerprint(shared);
  }

  private static String fingerprint(Path folder) {
    return TinyTraining.manifest(folder.resolve("sentences/frames").toString()).framesFingerprint();
  }

  @Test
  void filesOfShufflesThatAreLostChangeNoBit() throws Exception {
    String log = run(Lost.SHUFFLE_FILES);
    assertThat(count(log, "sentences", "FetchFailed")).isPositive();
    // Those of the round's vectors, and those by which the examples are dealt out.
    assertThat(count(log, "training", "FetchFailed")).isGreaterThan(ROUNDS);
  }

  @Test
  void resultsThatAreLostChangeNoBit() throws Exception {
    String log = run(Lost.RESULT);
    assertThat(count(log, "sentences", "TaskResultLost")).isPositive();
    assertThat(count(log, "training", "TaskResultLost"))
        .isGreaterThanOrEqualTo(ROUNDS * LosingProcess.WORKERS);
  }

  private String run(Lost lost) throws IOException, InterruptedException {
    Path file = folder.resolve("log");
    Process process =
        ForkedJvm.start(LosingProcess.class, file, "1g", lost.name(), frames, folder.toString());
    try {
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    String log = Files.readString(file);
    assertThat(process.exitValue()).as(log).isZero();
    assertThat(fingerprint(folder)).isEqualTo(sentences);
    assertThat(folder.resolve("training/model.zip")).hasBinaryContent(model);
    return log;
  }

  /** How many tasks of a part of the work ended by a reason. */
  private static int count(String log, String part, String reason) {
    Matcher counted = Pattern.compile("(?m)^" + part + ": .*\\b" + reason + "=(\\d+)").matcher(log);
    return counted.find() ? Integer.parseInt(counted.group(1)) : 0;
  }
}
