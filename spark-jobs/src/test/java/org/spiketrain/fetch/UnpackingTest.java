package org.spiketrain.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.FlakyServer;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.fetch.DataSet.DataFile;
import org.spiketrain.fetch.FetchJob.FetchSettings;
import org.spiketrain.fetch.FetchProgress.Fetched;
import org.spiketrain.model.UserErrorException;

class UnpackingTest {
  @TempDir Path folder;
  private final FetchRecord progress = new FetchRecord();
  private FlakyServer server;

  @BeforeEach
  void serve() throws IOException {
    server = new FlakyServer();
    server.put(
        "data.zip",
        zip(
            "data/",
            "data/eng-fra.txt",
            "data/names/",
            "data/names/A.txt",
            "data/names/._A.txt",
            "data/names/deep/C.txt",
            "data/names/B.txt",
            "data/names/../../D.txt",
            "__MACOSX/data/names/._A.txt"));
  }

  @AfterEach
  void close() {
    server.close();
  }

  private static byte[] zip(String... entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (String entry : entries) {
        zip.putNextEntry(new ZipEntry(entry));
        if (!entry.endsWith("/")) {
          zip.write(("content of " + entry + "\n").getBytes(StandardCharsets.UTF_8));
        }
      }
    }
    return bytes.toByteArray();
  }

  private void fetch(OutputMode mode) {
    DataFile file =
        new DataFile(
            "data.zip", OptionalLong.empty(), Optional.empty(), Optional.of("data/names/*.txt"));
    DataSet names =
        new DataSet("N", "free", "nobody", server.address(), Optional.empty(), List.of(file));
    new FetchJob(
            new Configuration(),
            new FetchSettings(0, Duration.ofMillis(1), Duration.ofSeconds(5), mode),
            progress)
        .run(names, new org.apache.hadoop.fs.Path(folder.toString()));
  }

  private void assertRefused(String... parts) {
    assertThatThrownBy(() -> fetch(OutputMode.REFUSE_EXISTING))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContainingAll(parts);
  }

  @Test
  void theWantedFilesLieBesideTheArchive() {
    fetch(OutputMode.REFUSE_EXISTING);

    assertThat(folder.resolve("A.txt")).hasContent("content of data/names/A.txt\n");
    assertThat(folder.resolve("B.txt")).hasContent("content of data/names/B.txt\n");
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("data.zip", "A.txt", "B.txt");
    assertThat(progress.finished)
        .extracting(Fetched::name)
        .containsExactly("data.zip", "A.txt", "B.txt");
  }

  @Test
  void whatIsThereIsLeftAlone() throws IOException {
    fetch(OutputMode.REFUSE_EXISTING);
    Files.delete(folder.resolve("B.txt"));
    progress.finished.clear();

    fetch(OutputMode.REFUSE_EXISTING);

    assertThat(folder.resolve("B.txt")).exists();
    assertThat(progress.outcomes())
        .containsExactly(
            Fetched.Outcome.THERE_ALREADY, Fetched.Outcome.THERE_ALREADY, Fetched.Outcome.UNPACKED);
    assertThat(server.requests("data.zip")).hasSize(1);
  }

  @Test
  void ownFilesAreReplacedOnlyWhereThatIsSaid() throws IOException {
    Path mine = Files.writeString(folder.resolve("B.txt"), "mine");
    assertRefused("B.txt is there already", "--overwrite");
    assertThat(mine).hasContent("mine");
    assertThat(folder.resolve("A.txt")).doesNotExist();

    fetch(OutputMode.OVERWRITE);

    assertThat(mine).hasContent("content of data/names/B.txt\n");
  }

  @Test
  void aDamagedArchiveLeavesNothingBesideIt() throws IOException {
    byte[] damaged = zip("data/names/A.txt", "data/names/B.txt");
    // Within the packed bytes of the first file, behind its header of 30 bytes and its name.
    damaged[30 + "data/names/A.txt".length() + 5] ^= 0x10;
    server.put("data.zip", damaged);
    assertRefused("data.zip is a damaged zip archive", "--overwrite");
    assertThat(folder.toFile().list()).containsExactly("data.zip");

    server.put("data.zip", zip("data/names/A.txt"));
    fetch(OutputMode.OVERWRITE);
    assertThat(folder.resolve("A.txt")).exists();
  }

  @Test
  void anArchiveThatIsCutOffIsDamaged() throws IOException {
    byte[] whole = zip("data/names/A.txt", "data/names/B.txt");
    server.put("data.zip", Arrays.copyOf(whole, 60));

    assertRefused("data.zip is a damaged zip archive");
  }

  @Test
  void anArchiveWithoutThemIsRefused() throws IOException {
    server.put("data.zip", zip("other.txt"));
    assertRefused("data.zip has no data/names/*.txt");

    server.put("data.zip", "<html/>".getBytes(StandardCharsets.UTF_8));
    Files.delete(folder.resolve("data.zip"));
    assertRefused("data.zip has no data/names/*.txt, or is no zip archive");
  }
}
