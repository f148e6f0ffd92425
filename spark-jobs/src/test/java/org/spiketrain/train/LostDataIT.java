package org.spiketrain.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.ForkedJvm;
import org.spiketrain.LocalSpark;
import org.spiketrain.LongTest;
import org.spiketrain.spark.Spiketrain;
import org.spiketrain.train.LosingPlugin.Lost;

/** What executors have made is lost before it is fetched, of the first attempt of every task. */
@LongTest
class LostDataIT {
  static final long EXAMPLES = 400;

  /** Of 80 examples: four workers, five minibatches of four. */
  private static final int ROUNDS = 5;

  @TempDir private static Path shared;
  private static String frames;
  private static byte[] model;
  private static String sentences;
  private static String log;

  @BeforeAll
  static void makeUndisturbedAndLost() throws Exception {
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
    log =
        ForkedJvm.run(LosingProcess.class, shared.resolve("log"), "1g", frames, shared.toString());
  }

  private static String fingerprint(Path folder) {
    return TinyTraining.manifest(folder.resolve("sentences/frames").toString()).framesFingerprint();
  }

  @Test
  void filesOfShufflesThatAreLostChangeNoBit() {
    assertThatNoBitHasChanged(Lost.SHUFFLE_FILES);
    assertThat(count("SHUFFLE_FILES sentences", "FetchFailed")).isPositive();
    // Those of the round's vectors, and those by which the examples are dealt out.
    assertThat(count("SHUFFLE_FILES training", "FetchFailed")).isGreaterThan(ROUNDS);
  }

  @Test
  void resultsThatAreLostChangeNoBit() {
    assertThatNoBitHasChanged(Lost.RESULT);
    assertThat(count("RESULT sentences", "TaskResultLost")).isPositive();
    assertThat(count("RESULT training", "TaskResultLost"))
        .isGreaterThanOrEqualTo(ROUNDS * LosingProcess.WORKERS);
  }

  private static void assertThatNoBitHasChanged(Lost lost) {
    Path folder = shared.resolve(lost.name());
    assertThat(fingerprint(folder)).isEqualTo(sentences);
    assertThat(folder.resolve("training/model.zip")).hasBinaryContent(model);
  }

  /** How many tasks of a part of the work ended by a reason. */
  private static int count(String part, String reason) {
    Matcher counted = Pattern.compile("(?m)^" + part + ": .*\\b" + reason + "=(\\d+)").matcher(log);
    return counted.find() ? Integer.parseInt(counted.group(1)) : 0;
  }
}
