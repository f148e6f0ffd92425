package org.spiketrain.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spiketrain.model.UserErrorException;

class RunOutputsTest {
  @TempDir Path output;
  private RunOutputs outputs;

  @BeforeEach
  void open() {
    outputs = new RunOutputs(new Configuration(), OutputLayout.of(output.toString()));
  }

  private void file(String name, String content) throws IOException {
    Path path = output.resolve(name);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
  }

  private void zip(String firstEntry) throws IOException {
    try (OutputStream out = Files.newOutputStream(output.resolve("model.zip"));
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry(firstEntry));
    }
  }

  @Test
  void whatARunLeavesIsOurs() throws IOException {
    file("frames/_manifest.json", "");
    file("frames/split=train/part-0.parquet", "");
    file("training/history.csv", "");
    file("training/epochs.csv", "");
    file("training/loss-validation.png", "");
    file("training/.history.csv.tmp-01234567-89ab-cdef-0123-456789abcdef", "");
    file("training/checkpoints/round-0000000001.zip", "");
    file("training/checkpoints/round-0000000001.workers/worker-00000.zip", "");
    file("training/tensorboard/events.out.tfevents.0000000000.spiketrain", "");
    file("artificial/training/tensorboard/events.out.tfevents.0000000000.spiketrain", "");
    file("evaluation/metrics.json", "");
    file("evaluation/confusion-row-normalised.csv", "");
    file("evaluation/recording.svg", "");
    file("evaluation/calibration.csv", "");
    file("profile/energy.csv", "");
    file("profile/raster-12.svg", "");
    file("profile/profile.json", "");
    file("profile/report.html", "");
    file("attack/sentences.csv", "");
    file("events/synthetic_train.h5", "");
    file("report.html", "<html><title>Spiketrain: names</title>");
    zip("spiketrain.json");
    file("mine.txt", "a stranger in the folder itself harms nobody");

    assertThatCode(outputs::requireOwnContents).doesNotThrowAnyException();
    assertThatCode(outputs::requireOwnEvents).doesNotThrowAnyException();
    assertThatThrownBy(outputs::requireOnlyOwnFiles).hasMessageContaining("mine.txt");
  }

  @Test
  void whatAKilledTrainingLeftUnfinishedIsTakenAwayFromMembersToo() throws IOException {
    String leftover = "training/.history.csv.tmp-01234567-89ab-cdef-0123-456789abcdef";
    for (String run : List.of("", "artificial/", "members/a/", "members/a/artificial/")) {
      file(run + leftover, "");
      file(run + "training/history.csv", "kept");
    }

    outputs.tidy();

    for (String run : List.of("", "artificial/", "members/a/", "members/a/artificial/")) {
      assertThat(output.resolve(run + leftover)).doesNotExist();
      assertThat(output.resolve(run + "training/history.csv")).hasContent("kept");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "frames/holiday.png",
        "training/plan.txt",
        "training/loss.png",
        "training/.git/config",
        "training/checkpoints/mine.zip",
        "training/tensorboard/events.out.tfevents.1700000000.mine",
        "evaluation/2024/notes.txt",
        "profile/biology.txt",
        "attack/plan.txt",
        "frames",
        "training",
        "evaluation",
        "model.zip",
        "report.html",
      })
  void whatSomebodyElseHasPutInOurPlacesIsRefused(String name) throws IOException {
    file(name, "precious");
    assertThatThrownBy(outputs::requireOwnContents)
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("did not write, " + lastFolderOrFile(name));
    assertThat(output.resolve(name)).hasContent("precious");
  }

  @Test
  void theDemoWritesNoEventsAmongThoseOfOthersWhichOtherRunsRead() throws IOException {
    file("events/words_train.h5", "precious");
    assertThatCode(outputs::requireOwnContents).doesNotThrowAnyException();
    assertThatThrownBy(outputs::requireOwnEvents)
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("did not write, words_train.h5");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "artificial/", "learning-rates/0.01/", "members/a/", "beside/b/"})
  void aCheckpointOfAnyTrainingWithinIsOne(String run) throws IOException {
    file("frames/_manifest.json", "");
    file(run + "training/checkpoints/round-0000000001.workers/worker-00000.zip", "");
    assertThat(outputs.haveCheckpoint()).isFalse();
    file(run + "training/checkpoints/round-0000000001.zip", "");
    assertThat(outputs.haveCheckpoint()).isTrue();
  }

  /** The entry of our folder that the message names. */
  private static String lastFolderOrFile(String name) {
    return switch (name) {
      case "evaluation/2024/notes.txt" -> "2024";
      case "training/.git/config" -> ".git";
      default -> Path.of(name).getFileName().toString();
    };
  }

  @Test
  void aModelOfAnotherKindIsNotOurs() throws IOException {
    zip("somebody's.bin");
    assertThatThrownBy(outputs::requireOwnContents).hasMessageContaining("model.zip");
  }
}
