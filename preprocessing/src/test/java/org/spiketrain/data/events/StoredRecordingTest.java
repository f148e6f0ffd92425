package org.spiketrain.data.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.data.io.RawRecording;
import org.spiketrain.data.io.SpikeHdf5Writer;

class StoredRecordingTest {
  private static final Configuration CONF = new Configuration();

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = folder.resolve("words_test.h5");
    try (SpikeHdf5Writer writer = new SpikeHdf5Writer(CONF, hadoop(file))) {
      writer.add(new float[] {0.25f}, new int[] {3}, 0, 1);
      writer.add(new float[] {0.5f, 0.75f}, new int[] {699, 4}, 1, 2);
      writer.finish(List.of("yes", "no"));
    }
  }

  private static org.apache.hadoop.fs.Path hadoop(Path path) {
    return new org.apache.hadoop.fs.Path(path.toUri());
  }

  private Optional<RawRecording> find(String source) {
    return StoredRecording.find(
        CONF, hadoop(folder), source, hadoop(folder.resolve("unpacked.h5")));
  }

  private void assertFound(String source) {
    RawRecording found = find(source).orElseThrow();
    assertThat(found.times()).containsExactly(500_000, 750_000);
    assertThat(found.units()).containsExactly(699, 4);
    assertThat(found.label()).isEqualTo(1);
    assertThat(folder.resolve("unpacked.h5")).doesNotExist();
  }

  @Test
  void isFoundInAFileAndInAPackedOne() throws IOException {
    assertFound("words_test.h5:1");
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(folder.resolve("words_test.h5.gz")))) {
      Files.copy(file, out);
    }
    assertFound("words_test.h5.gz:1");
  }

  @Test
  void isNotFoundWhereItIsNotThereOrCannotBeRead() throws IOException {
    assertThat(find("words_train.h5:1")).isEmpty();
    assertThat(find("words_test.h5:2")).isEmpty();
    Files.write(folder.resolve("cut_test.h5"), Arrays.copyOf(Files.readAllBytes(file), 300));
    assertThat(find("cut_test.h5:1")).isEmpty();
    Files.copy(file, folder.resolve("plain_test.h5.gz"));
    assertThat(find("plain_test.h5.gz:1")).isEmpty();
    assertThat(folder.resolve("unpacked.h5")).doesNotExist();
  }
}
