package org.spiketrain.job.cli;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.spiketrain.job.config.ExperimentConfig;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.preprocess.NamesSettings;
import org.spiketrain.preprocess.parquet.Manifest;
import org.spiketrain.preprocess.parquet.NamesCorpus;
import org.spiketrain.preprocess.parquet.Versions;

class FramesMatchTest {
  private static final Path FOLDER = new Path("run/frames");

  private static NamesSettings settings(Map<String, String> overrides) {
    return ExperimentConfig.defaults(overrides).names();
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
        new NamesCorpus(
            settings.letters().withVocabulary(List.of("ab")),
            settings.split(),
            settings.seed(),
            0,
            0),
        Map.of(),
        List.of());
  }

  @Test
  void framesOfTheSameSettingsMatchWhateverTheCountedNgramsAndTheSpellingOfThePath() {
    Manifest frames = frames(settings(Map.of("data.ngrams", "2", "data.path", "names/")));
    String full = "file:" + java.nio.file.Path.of("names").toAbsolutePath();

    assertThatCode(() -> check(frames, settings(Map.of("data.ngrams", "2", "data.path", full))))
        .doesNotThrowAnyException();
  }

  @Test
  void framesOfAnotherCorpusOrSeedAreRefused() {
    Manifest frames = frames(settings(Map.of("data.path", "names", "seed", "7")));

    assertThatThrownBy(() -> check(frames, settings(Map.of("data.path", "names"))))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("but with seed 7 instead of 1:");
    assertThatThrownBy(() -> check(frames, settings(Map.of("seed", "7"))))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("/names instead of builtin:surnames");
  }

  private static void check(Manifest frames, NamesSettings wanted) {
    FramesMatch.check(new Configuration(), frames, wanted, FOLDER);
  }

  @Test
  void whatDiffersIsNamedByItsKey() {
    Manifest frames = frames(settings(Map.of("data.fold-case", "true")));
    NamesSettings wanted = settings(Map.of("split.train-share", "0.7", "split.test-share", "0.2"));

    assertThatThrownBy(() -> check(frames, wanted))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining(
            "but with data.fold-case true instead of false, split.train-share 0.8 instead of 0.7, split.test-share 0.1 instead of 0.2:");
  }
}
