package org.spiketrain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.spiketrain.LocalSpark;
import org.spiketrain.LongTest;

/** Outputs on a disk that gets full at one moment of a command or another. */
@LongTest
class FullDiskIT {
  /** Parts of what a run writes: its frames, its rounds and its evaluation are among them. */
  private static final List<Double> PARTS = List.of(0.01, 0.3, 0.7, 0.97);

  @TempDir Path folder;

  @BeforeEach
  void begin() {
    // The commands join it, so that they need no launcher.
    FullFileSystem.register(LocalSpark.session().sparkContext().hadoopConfiguration());
    SmallRun.writeRecordings(folder.resolve("data"));
  }

  @AfterEach
  void makeRoom() {
    FullFileSystem.leave(Long.MAX_VALUE);
  }

  private String[] command(SmallRun run, String output, String... more) {
    return run.command(folder.resolve("data"), onDisk(output), more);
  }

  private String onDisk(String name) {
    return "full://" + folder.resolve(name);
  }

  @ParameterizedTest
  @EnumSource(SmallRun.class)
  void aRunEndsWithOneMessageAndGoesOnToItsModelWhereThereIsRoom(SmallRun run) throws IOException {
    assertSucceeded(CommandLineRun.of(command(run, "undisturbed")));
    long written = Long.MAX_VALUE - FullFileSystem.room();
    for (double part : PARTS) {
      String output = "full-at-" + part;
      FullFileSystem.leave((long) (part * written));
      assertRefused(CommandLineRun.of(command(run, output)), output);
      assertThat(folder.resolve(output + "/report.html")).doesNotExist();

      makeRoom();
      assertSucceeded(CommandLineRun.of(command(run, output, "--resume")));
      assertThat(folder.resolve(output + "/model.zip"))
          .as(output)
          .hasSameBinaryContentAs(folder.resolve("undisturbed/model.zip"));
    }
  }

  /** What was scored before is kept beside them for the next time. */
  @Test
  void scoresEndWithOneMessageAndAreThereWhenThereIsRoom() throws IOException {
    assertSucceeded(CommandLineRun.of(command(SmallRun.NAMES, "run")));
    Files.writeString(folder.resolve("names.txt"), "Satoshi\nJackson\n".repeat(500));
    long before = FullFileSystem.room();
    assertSucceeded(CommandLineRun.of(score("undisturbed")));
    long written = before - FullFileSystem.room();
    for (double part : PARTS) {
      String output = "full-at-" + part;
      FullFileSystem.leave((long) (part * written));
      assertRefused(CommandLineRun.of(score(output)), "." + output + ".unfinished", output);
      assertThat(folder.resolve(output)).doesNotExist();

      makeRoom();
      assertSucceeded(CommandLineRun.of(score(output)));
      assertThat(scored(output)).isEqualTo(scored("undisturbed"));
    }
  }

  /** What tells of the scores, by a checksum of them, and of how long they took. */
  private String scored(String output) throws IOException {
    return Files.readString(folder.resolve(output + "/_scores.json"))
        .replaceFirst("\"seconds\":[^,]*", "");
  }

  private String[] score(String output) {
    return new String[] {
      "score",
      "--model=" + onDisk("run/model.zip"),
      "--input=" + folder.resolve("names.txt"),
      "--output=" + onDisk(output)
    };
  }

  private static void assertSucceeded(CommandLineRun run) {
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
  }

  /**
   * By a message that names the output, and nothing half-written.
   *
   * @param names of the folders that it may have written to
   */
  private void assertRefused(CommandLineRun run, String... names) throws IOException {
    assertThat(run.code()).as(run.err()).isEqualTo(1);
    assertThat(run.err().lines().toList()).as(run.err()).hasSize(1);
    assertThat(run.err())
        .startsWith("spiketrain: ")
        .containsIgnoringCase("no space left")
        .contains("ake room there", "--resume");
    assertThat(names)
        .as(run.err())
        .anyMatch(name -> run.err().contains(folder.resolve(name).toString()));
    try (Stream<Path> left = Files.walk(folder)) {
      assertThat(left.map(Path::toString)).noneMatch(path -> path.contains(".tmp-"));
    }
  }
}
