package org.spiketrain.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.fetch.PartFiles.Origin;

class PartFilesTest {
  private static final Origin ORIGIN =
      new Origin(URI.create("http://x/y"), Optional.of("\"tag\""), OptionalLong.of(10));

  @TempDir Path folder;

  private static PartFiles parts(Path folder) throws IOException {
    return new PartFiles(
        new Configuration(),
        new org.apache.hadoop.fs.Path(folder.resolve("whole").toUri().toString()));
  }

  @Property(tries = 50)
  void whateverTheCutsTheWholeIsTheFile(
      @ForAll @Size(min = 1, max = 500) byte[] file,
      @ForAll @Size(max = 6) List<@IntRange(max = 200) Integer> lengths)
      throws IOException {
    Path place = Files.createTempDirectory("parts");
    PartFiles parts = parts(place);
    parts.begin(ORIGIN);
    for (int length : lengths) {
      int from = (int) parts.length();
      int to = Math.min(from + length, file.length);
      parts.write(from, new ByteArrayInputStream(file, from, to - from), bytes -> {});
      assertThat(parts.length()).isEqualTo(to);
    }
    int from = (int) parts.length();
    parts.write(from, new ByteArrayInputStream(file, from, file.length - from), bytes -> {});

    assertThat(Path.of(parts.join().toUri())).hasBinaryContent(file);

    parts.discard();
    assertThat(place).isEmptyDirectory();
    Files.delete(place);
  }

  @Test
  void aPartThatGrewLaterIsUsedAsFarAsTheNext() throws IOException {
    byte[] file = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    Files.write(folder.resolve(".whole.part-0"), Arrays.copyOf(file, 7));
    Files.write(folder.resolve(".whole.part-4"), Arrays.copyOfRange(file, 4, 10));
    Files.write(folder.resolve(".whole.part-12"), file);
    Files.write(folder.resolve(".whole.part-x"), file);

    assertThat(parts(folder).length()).isEqualTo(10);
    assertThat(Path.of(parts(folder).join().toUri())).hasBinaryContent(file);
  }

  @Test
  void whereTheyComeFromIsKeptWithThem() throws IOException {
    assertThat(parts(folder).origin()).isEmpty();
    parts(folder).begin(ORIGIN);
    assertThat(parts(folder).origin()).contains(ORIGIN);
    Origin bare = new Origin(URI.create("http://x/z"), Optional.empty(), OptionalLong.empty());
    parts(folder).begin(bare);
    assertThat(parts(folder).origin()).contains(bare);
    Files.writeString(folder.resolve(".whole.origin"), "http");
    assertThat(parts(folder).origin()).isEmpty();
  }
}
