package org.spiketrain.data.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.data.LocalSpark;
import org.spiketrain.data.Manifest;
import org.spiketrain.data.Split;
import org.spiketrain.data.events.EventTransform.CountMode;
import org.spiketrain.data.events.EventTransform.Downsample;
import org.spiketrain.data.events.Framing.TimeWindows;
import org.spiketrain.data.io.OutputMode;

/** Spoken words as other programs stored them, gzipped as the published files are. */
class SpeechCorporaIT {
  /** Parquet may be as large as the HDF5 files and a fifth. */
  private static final double MOST_OF_HDF5 = 1.2;

  private static Path data;

  @TempDir private Path temp;

  @BeforeAll
  static void findCorpora() {
    Optional<Path> found = Optional.ofNullable(System.getenv("SPIKETRAIN_DATA")).map(Path::of);
    String skipped =
        "Skipped: tests on recorded words need SPIKETRAIN_DATA, a folder that holds"
            + " ssc-real-3words/ and shd-fsdd/";
    boolean present =
        found.filter(folder -> Files.isDirectory(folder.resolve("ssc-real-3words"))).isPresent();
    if (!present) {
      System.out.println(skipped);
    }
    assumeTrue(present, skipped);
    data = found.orElseThrow();
  }

  private Manifest run(String corpus) {
    EventTransform.Settings tutorial =
        new EventTransform.Settings(
            700, new Downsample(1, 0.5), 1, TimeWindows.of(12_000), CountMode.KEEP);
    EventsSettings settings =
        new EventsSettings(data.resolve(corpus).toString(), Map.of(), tutorial, 200);
    return EventsPreprocessor.run(
        LocalSpark.session(),
        settings,
        temp.resolve("frames").toString(),
        OutputMode.REFUSE_EXISTING,
        List.of());
  }

  @Test
  void threeSpokenWords() {
    Manifest manifest = run("ssc-real-3words");
    EventsCorpus events = manifest.corpus(EventsCorpus.class);

    assertThat(manifest.classes()).hasSize(35).startsWith("backward", "bed");
    assertThat(manifest.total(Split.TRAIN)).isEqualTo(360);
    assertThat(manifest.total(Split.VALIDATION)).isEqualTo(75);
    assertThat(manifest.total(Split.TEST)).isEqualTo(120);
    assertThat(manifest.rejects()).isEmpty();
    assertThat(events.events()).isEqualTo(4347616 + 922715 + 1420295);
    assertThat(events.mostTimeSteps()).isEqualTo(83);
    long parquet = manifest.files().stream().mapToLong(Manifest.DataFile::bytes).sum();
    long hdf5 = events.sources().stream().mapToLong(EventsCorpus.SourceFile::bytes).sum();
    assertThat((double) parquet / hdf5).isLessThan(MOST_OF_HDF5);
  }

  @Test
  void spokenDigitsWithoutAValidationSplit() {
    Manifest manifest = run("shd-fsdd");

    assertThat(manifest.classes()).hasSize(20);
    assertThat(manifest.total(Split.TRAIN)).isEqualTo(800);
    assertThat(manifest.total(Split.VALIDATION)).isZero();
    assertThat(manifest.total(Split.TEST)).isEqualTo(400);
    assertThat(manifest.corpus(EventsCorpus.class).events()).isEqualTo(6716834 + 3150073);
  }
}
