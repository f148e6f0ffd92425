package org.spiketrain.job.cli;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.spiketrain.job.config.ExperimentConfig;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.preprocess.NamesSettings;
import org.spiketrain.preprocess.parquet.Manifest;
import org.spiketrain.preprocess.parquet.Versions;

class FramesMatchTest {
  private static final Path FOLDER = new Path("run/frames");

  private static NamesSettings settings(Map<String, String> overrides) {
    return ExperimentConfig.defaults(overrides).data();
  }

  private static Manifest frames(NamesSettings settings) {
    return new Manifest(
        Manifest.FORMAT_VERSION,
        "test",
        new Versions("0", "0", "0"),
        settings.path(),
        "input",
        "frames",
        List.of("A", "B"),
        Map.of(),
        58,
        settings.letters().withVocabulary(List.of("ab")),
        settings.split(),
        settings.seed(),
        Map.of(),
        0,
        0,
        List.of());
  }

  @Test
  void framesOfTheSameLettersAndSplitMatchWhateverTheSeedAndTheCountedNgrams() {
    Manifest frames = frames(settings(Map.of("data.ngrams", "2", "seed", "7")));

    assertThatCode(() -> FramesMatch.check(frames, settings(Map.of("data.ngrams", "2")), FOLDER))
        .doesNotThrowAnyException();
  }

  @Test
  void whatDiffersIsNamedByItsKey() {
    Manifest frames = frames(settings(Map.of("data.fold-case", "true")));
    NamesSettings wanted = settings(Map.of("split.train-share", "0.7", "split.test-share", "0.2"));

    assertThatThrownBy(() -> FramesMatch.check(frames, wanted, FOLDER))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining(
            "but with data.fold-case true instead of false, split.train-share 0.8 instead of 0.7, split.test-share 0.1 instead of 0.2:");
  }
}
