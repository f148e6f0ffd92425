package org.spiketrain.pipeline;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.config.ExperimentConfig;
import org.spiketrain.data.CorpusSettings;
import org.spiketrain.data.Manifest;
import org.spiketrain.data.Split;
import org.spiketrain.data.Versions;
import org.spiketrain.data.events.EventsCorpus;
import org.spiketrain.data.events.EventsSettings;
import org.spiketrain.data.names.NamesCorpus;
import org.spiketrain.data.names.NamesSettings;
import org.spiketrain.data.table.CorpusTable;
import org.spiketrain.model.UserErrorException;

class FrameCompatibilityTest {
  private static final Path FOLDER = new Path("run/frames");

  private static NamesSettings settings(Map<String, String> overrides) {
    return (NamesSettings) ExperimentConfig.defaults(overrides).data();
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
            0,
            CorpusTable.NONE),
        Map.of(),
        List.of());
  }

  @Test
  void framesOfTheSameSettingsMatchWhateverTheCountedNgramsAndTheSpellingOfThePath() {
    Manifest frames = frames(settings(Map.of("data.names.ngrams", "2", "data.path", "names/")));
    String full = "file:" + java.nio.file.Path.of("names").toAbsolutePath();

    assertThatCode(
            () -> check(frames, settings(Map.of("data.names.ngrams", "2", "data.path", full))))
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

  @TempDir java.nio.file.Path folder;

  private EventsSettings events(Map<String, String> overrides) {
    Map<String, String> all = new HashMap<>(overrides);
    all.put("data.kind", "events");
    all.put("data.path", folder.resolve("events").toString());
    return (EventsSettings) ExperimentConfig.defaults(all).data();
  }

  private Manifest frames(EventsSettings settings) {
    return frames(settings, "a_test.h5.gz");
  }

  /** Frames of a train file and a test file. */
  private Manifest frames(EventsSettings settings, String test) {
    return new Manifest(
        Manifest.FORMAT_VERSION,
        "test",
        new Versions("0", "0", "0"),
        settings.path(),
        "input",
        "frames",
        List.of("A", "B"),
        Map.of(),
        700,
        new EventsCorpus(
            settings.transform(),
            1,
            2,
            3,
            3,
            3,
            List.of(
                new EventsCorpus.SourceFile("a_train.h5", Split.TRAIN, 1, 1, "00"),
                new EventsCorpus.SourceFile(test, Split.TEST, 1, 1, "00"))),
        Map.of(),
        List.of());
  }

  private void put(String... names) throws IOException {
    java.nio.file.Path events = Files.createDirectories(folder.resolve("events"));
    for (String name : names) {
      Files.writeString(events.resolve(name), "");
    }
  }

  @Test
  void framesOfOtherFilesOfEventsAreRefused() throws IOException {
    Manifest frames = frames(events(Map.of()));
    put("a_train.h5", "a_test.h5.gz", "b.h5");
    assertThatCode(() -> check(frames, events(Map.of()))).doesNotThrowAnyException();
    assertThatCode(() -> check(frames, events(Map.of("data.events.train-files", "a_train.h5"))))
        .doesNotThrowAnyException();
    assertThatThrownBy(
            () ->
                check(
                    frames,
                    events(
                        Map.of(
                            "data.events.train-files",
                            "a_train.h5, b.h5",
                            "data.events.validation-files",
                            "b.h5"))))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining(
            "but with data.events.train-files a_train.h5 instead of a_train.h5,b.h5,"
                + " data.events.validation-files (none) instead of b.h5:");

    put("c_train.h5");
    assertThatThrownBy(() -> check(frames, events(Map.of())))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("a_train.h5 instead of a_train.h5,c_train.h5:");
  }

  @Test
  void framesCanBeUsedWhereSomeOfTheirFilesAreNoMore() throws IOException {
    Manifest frames = frames(events(Map.of()));
    put("a_train.h5");
    assertThatCode(() -> check(frames, events(Map.of()))).doesNotThrowAnyException();
    assertThatCode(() -> check(frames, events(Map.of("data.events.test-files", "a_test.h5.gz"))))
        .doesNotThrowAnyException();
    put("a_test.h5.gz", "b_test.h5");
    assertThatThrownBy(() -> check(frames, events(Map.of())))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining(
            "but with data.events.test-files a_test.h5.gz instead of a_test.h5.gz,b_test.h5:");
  }

  @Test
  void framesOfAFileThatIsThereButNoLongerNamedAreRefused() throws IOException {
    EventsSettings settings = events(Map.of());
    put("a_train.h5", "other.h5");
    Manifest frames = frames(settings, "other.h5");
    assertThatThrownBy(() -> check(frames, settings))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("but with data.events.test-files other.h5 instead of (none):");
  }

  @Test
  void framesCanBeUsedWhereTheirFilesAreNoMoreButNotThoseOfOthers() {
    Manifest frames = frames(events(Map.of()));
    assertThatCode(() -> check(frames, events(Map.of()))).doesNotThrowAnyException();
    assertThatThrownBy(() -> check(frames, events(Map.of("data.events.test-files", "b.h5"))))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("but with data.events.test-files a_test.h5.gz instead of b.h5:");
  }

  private static void check(Manifest frames, CorpusSettings wanted) {
    new Frames(new Configuration(), FOLDER, frames).checkMadeFor(wanted);
  }

  @Test
  void whatDiffersIsNamedByItsKey() {
    Manifest frames = frames(settings(Map.of("data.names.fold-case", "true")));
    NamesSettings wanted =
        settings(Map.of("split.train-fraction", "0.7", "split.test-fraction", "0.2"));

    assertThatThrownBy(() -> check(frames, wanted))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining(
            "but with data.names.fold-case true instead of false, split.train-fraction 0.8 instead"
                + " of 0.7, split.test-fraction 0.1 instead of 0.2:");
  }
}
