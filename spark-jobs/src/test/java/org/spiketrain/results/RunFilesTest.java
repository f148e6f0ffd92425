package org.spiketrain.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.report.PicturesTest;
import org.spiketrain.report.Reports;
import org.spiketrain.results.TrainingHistory.EvaluatedSplits;

class RunFilesTest {
  private static final EvaluatedSplits SPLITS = new EvaluatedSplits("validation", "test");

  @TempDir Path output;
  private RunFiles files;

  @BeforeEach
  void open() {
    files = new RunFiles(new Configuration(), OutputLayout.of(output.toString()), new Reports());
  }

  @Test
  void theHistoryGrowsInPlaceAndReadsBack() {
    assertThat(files.readHistory().rows()).isEmpty();

    files.writeHistory(PicturesTest.history(2), SPLITS);
    files.writeHistory(PicturesTest.history(3), SPLITS);

    assertThat(files.readHistory().rows()).isEqualTo(PicturesTest.history(3).rows());
    assertThat(output.resolve("training")).isDirectoryNotContaining("glob:**/.*");
    assertThat(output.resolve("training/epochs.csv")).content().hasLineCount(1);
    files.writeHistory(PicturesTest.history(8), SPLITS);
    assertThat(output.resolve("training/epochs.csv")).content().hasLineCount(1 + 2);
  }

  @Test
  void theCurveIsReplaced() throws IOException {
    files.writeHistory(PicturesTest.history(2), SPLITS);
    byte[] first = Files.readAllBytes(output.resolve("training/history.svg"));
    files.writeHistory(PicturesTest.history(9), SPLITS);

    assertThat(output.resolve("training/history.svg")).content().startsWith("<?xml");
    assertThat(Files.readAllBytes(output.resolve("training/history.svg"))).isNotEqualTo(first);
    files.writeFinished(PicturesTest.history(2), SPLITS);
    for (String name :
        List.of(
            "history.png",
            "loss-validation.svg",
            "loss-validation.png",
            "loss-test.svg",
            "loss-test.png",
            "accuracy.svg",
            "accuracy.png")) {
      assertThat(output.resolve("training").resolve(name)).isNotEmptyFile();
    }
    assertThatCode(
            () ->
                new RunOutputs(new Configuration(), OutputLayout.of(output.toString()))
                    .requireOwnContents())
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "/runs/names-best, names-best",
    "s3a://bucket/runs/names-best/, names-best",
    "/runs/names-best/artificial, names-best_artificial",
    "/models/names/nights/2026-11-30-2/run, names",
    "/models/names/nights/2026-11-30/run/artificial, names_artificial",
    "/ablation/trials/a-1, a-1",
    "/run, run"
  })
  void aRunIsNamedAfterItsFolder(String root, String name) {
    assertThat(OutputLayout.of(root).runName()).isEqualTo(name);
  }

  @Test
  void aDamagedHistoryIsNamed() throws IOException {
    Files.createDirectory(output.resolve("training"));
    Files.writeString(output.resolve("training/history.csv"), "nonsense");

    assertThatThrownBy(files::readHistory)
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("training/history.csv");
  }
}
