package org.spiketrain.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.spiketrain.config.ExperimentConfig;
import org.spiketrain.data.Manifest;
import org.spiketrain.data.Versions;
import org.spiketrain.data.names.NamesCorpus;
import org.spiketrain.data.names.NamesSettings;
import org.spiketrain.data.table.CorpusTable;
import org.spiketrain.model.UserErrorException;

class EnoughExamplesTest {
  private static final Path FOLDER = new Path("/run/frames");
  private static final ExperimentConfig CONFIG = ExperimentConfig.defaults(Map.of());

  private static Frames frames(long train, long validation, long test) {
    long half = train / 2;
    return frames(
        Map.of(
            "A", Map.of("train", train - half, "validation", validation, "test", test),
            "B", Map.of("train", half, "validation", validation, "test", test)));
  }

  private static Frames frames(Map<String, Map<String, Long>> counts) {
    NamesSettings data = (NamesSettings) CONFIG.data();
    return new Frames(
        new Configuration(),
        FOLDER,
        new Manifest(
            Manifest.FORMAT_VERSION,
            "test",
            new Versions("0", "0", "0"),
            data.path(),
            "input",
            "frames",
            List.of("A", "B"),
            counts,
            58,
            new NamesCorpus(data.letters(), data.split(), data.seed(), 0, 0, CorpusTable.NONE),
            Map.of(),
            List.of()));
  }

  private static void assertRefused(Frames frames, String message) {
    assertThatThrownBy(() -> frames.checkEnough(CONFIG))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("split of /run/frames has no examples")
        .hasMessageContaining(message);
  }

  @Test
  void everySplitThatTheConfigurationUsesNeedsExamples() {
    assertRefused(frames(0, 1, 1), "split.train-fraction");
    assertRefused(frames(1, 0, 1), "training.evaluation-split asks for it");
    assertRefused(frames(1, 1, 0), "evaluation.split asks for it");
    assertThatCode(() -> frames(1, 1, 1).checkEnough(CONFIG)).doesNotThrowAnyException();
  }

  @Test
  void ofNearlyNothingLittleIsToBeExpected() {
    assertThat(frames(20, 10, 10).warnings(CONFIG)).isEmpty();
    assertThat(frames(19, 1, 10).warnings(CONFIG))
        .containsExactly(
            "Only 19 names to train 2 languages: a network learns little from so few",
            "Only 2 names in the validation split: accuracies on it are chance");
  }

  @Test
  void classesWithoutExamplesAreNamed() {
    assertThat(
            frames(
                    Map.of(
                        "A", Map.of("train", 20L, "validation", 10L, "test", 10L),
                        "B", Map.of("train", 0L, "validation", 10L, "test", 0L)))
                .warnings(CONFIG))
        .containsExactly(
            "No name of B in the train split: a network cannot learn it",
            "No name of B in the test split: its figures say nothing of that language");
  }
}
