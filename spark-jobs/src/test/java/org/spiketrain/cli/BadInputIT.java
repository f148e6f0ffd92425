package org.spiketrain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.LocalSpark;

/** Each fault of a user has one clear message, exit code 1, and leaves nothing half-written. */
class BadInputIT {
  @TempDir Path folder;
  private Path names;
  private Path output;

  @BeforeEach
  void folders() throws IOException {
    // The commands join it, so that they need no launcher.
    LocalSpark.session();
    names = Files.createDirectory(folder.resolve("names"));
    output = folder.resolve("out");
  }

  private CommandLineRun run(String... more) {
    List<String> args = new ArrayList<>();
    args.addAll(List.of("run", "conf/names-demo.conf"));
    args.addAll(List.of("-D", "data.path=" + names, "-D", "output.path=" + output));
    args.addAll(List.of(more));
    return CommandLineRun.of(args.toArray(String[]::new));
  }

  private void assertRefused(CommandLineRun run, String... parts) {
    assertThat(run.err()).startsWith("spiketrain: ").contains(parts).doesNotContain("\tat ");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(output).doesNotExist();
  }

  @Test
  void aMissingFolder() throws IOException {
    Files.delete(names);

    assertRefused(run(), names.toString());
  }

  @Test
  void anEmptyFolder() throws IOException {
    assertRefused(run(), names.toString(), "no .txt files");
  }

  @Test
  void anEmptyFile() throws IOException {
    Files.writeString(names.resolve("A.txt"), "Ann\nAnton\n");
    Files.createFile(names.resolve("B.txt"));

    assertRefused(run(), "B.txt has no names");
  }

  @Test
  void invalidUtf8IsNamedWithItsLine() throws IOException {
    Files.writeString(names.resolve("A.txt"), "Ann\nAnton\n");
    Files.write(names.resolve("B.txt"), new byte[] {'B', '\n', (byte) 0xff, '\n'});

    assertRefused(run(), "B.txt", "line 2 is not valid UTF-8");
  }

  @Test
  void namesWithoutAUsableLetter() throws IOException {
    Files.writeString(names.resolve("A.txt"), "Ann\nAnton\n");
    Files.writeString(names.resolve("B.txt"), "王\n李\n");

    assertRefused(run(), "B.txt", "no name with a usable letter");
  }

  @Test
  void oneClassOnly() throws IOException {
    Files.writeString(names.resolve("A.txt"), "Ann\n");

    assertRefused(run(), "only one .txt file", "A.txt");
  }

  @Test
  void anOutputThatExists() throws IOException {
    Files.createDirectory(output);
    Files.writeString(output.resolve("mine.txt"), "mine");

    CommandLineRun run = run();

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains(output.toString(), "-D output.overwrite=true");
    assertThat(output.resolve("mine.txt")).hasContent("mine");
  }

  @Test
  void foldersOfOthersInTheOutputAreNeitherReplacedNorResumed() throws IOException {
    Files.writeString(names.resolve("A.txt"), "Ann\nAnton\n");
    Files.writeString(names.resolve("B.txt"), "Bo\nBob\n");
    for (String place : List.of("training", "evaluation")) {
      Path mine = Files.createDirectories(output.resolve(place)).resolve("mine.txt");
      Files.writeString(mine, "mine");
      for (String[] options :
          List.of(new String[] {"-D", "output.overwrite=true"}, new String[] {"--resume"})) {
        CommandLineRun run = run(options);
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains(place, "did not write, mine.txt");
        assertThat(run.out()).isEmpty();
        assertThat(mine).hasContent("mine");
        assertThat(output.resolve("frames")).doesNotExist();
      }
      Files.delete(mine);
    }
  }

  @Test
  void theDemoReplacesOnlyItsOwn() throws IOException {
    Files.createDirectory(output);
    Files.writeString(output.resolve("mine.txt"), "mine");

    CommandLineRun run = CommandLineRun.of("demo", "-D", "output.path=" + output);

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("did not write, mine.txt");
  }

  @Test
  void aModelThatIsNone() throws IOException {
    Path text = Files.writeString(folder.resolve("text.zip"), "no zip at all");
    Path zip = folder.resolve("other.zip");
    try (OutputStream out = Files.newOutputStream(zip);
        ZipOutputStream entries = new ZipOutputStream(out)) {
      entries.putNextEntry(new ZipEntry("something"));
    }

    for (Path model : List.of(text, zip)) {
      CommandLineRun run = CommandLineRun.of("score", "--model", model.toString(), "Ann");

      assertThat(run.code()).isEqualTo(1);
      assertThat(run.err())
          .startsWith("spiketrain: ")
          .contains(model + " is not a Spiketrain model");
    }
  }

  @Test
  void trainingWithoutFrames() {
    assertRefused(
        CommandLineRun.of("train", "conf/names-demo.conf", "-D", "output.path=" + output),
        output.resolve("frames").toString());
  }
}
