package org.spiketrain.job.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.job.LocalSpark;
import org.spiketrain.job.config.ExperimentConfig;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.preprocess.audio.SyntheticSpeech;

class SpeechDemoTest {
  private static final SpeechDemo FEW_WORDS = new SpeechDemo(new SyntheticSpeech(1, 2, 1, 1));

  @TempDir Path folder;
  private final StringWriter written = new StringWriter();
  private final PrintWriter out = new PrintWriter(written);

  private Experiment experiment(String key, String value) {
    ExperimentConfig config =
        ExperimentConfig.load(
            FEW_WORDS.configuration(),
            Map.of(
                "output.path",
                folder.resolve("demo").toString(),
                "output.overwrite",
                "true",
                "training.examples",
                "64",
                key,
                value));
    return Experiment.open(LocalSpark.session(), config);
  }

  @Test
  void speaksTrainsAndShowsWhatTheNetworkHears() {
    Experiment experiment = experiment("seed", "2");
    Results results = new Results(out);

    FEW_WORDS.prepare(experiment, results);
    FEW_WORDS.show(experiment, new WholeRun(experiment, results).fresh(), out);

    assertThat(written.toString())
        .contains("events: 40 recordings of 10 made-up words in " + folder.resolve("demo/events"))
        .contains("frames: 40 recordings of 10 words (20 train, 10 validation, 10 test)")
        .contains("accuracy: ")
        .containsPattern("> synthetic_test.h5:[0-9], [a-z]+\n(\\([01].[0-9]{2}\\) [a-z]+\n){3}");
    assertThat(folder.resolve("demo/training/history.csv"))
        .content()
        .contains("watched_accuracy")
        .doesNotContain("NaN");
    assertThat(folder.resolve("demo/report.html"))
        .content()
        .contains("Spikes of each layer", "1: adaptive-leaky(128)", "A recording")
        .doesNotContain("2: leaky(10)", "cannot be read again");
    assertThat(folder.resolve("demo/evaluation/recording.png")).isNotEmptyFile();

    // A second demo replaces the first.
    FEW_WORDS.prepare(experiment("seed", "3"), results);
    assertThat(folder.resolve("demo")).isDirectoryNotContaining("glob:**/{frames,model.zip}");
  }

  @Test
  void keepsQuietWhereOtherRecordingsAreAskedForAndReplacesNone() throws IOException {
    FEW_WORDS.prepare(experiment("data.path", folder.toString()), new Results(out));
    assertThat(folder.resolve("demo/events")).doesNotExist();
    assertThat(written.toString()).isEmpty();

    Files.createDirectories(folder.resolve("demo/events"));
    Path mine = Files.writeString(folder.resolve("demo/events/words_train.h5"), "mine");
    Experiment experiment = experiment("seed", "2");
    assertThatThrownBy(() -> FEW_WORDS.prepare(experiment, new Results(out)))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("words_train.h5");
    assertThat(mine).hasContent("mine");
  }
}
