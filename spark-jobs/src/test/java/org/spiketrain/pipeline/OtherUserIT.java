package org.spiketrain.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.LongTest;
import org.spiketrain.SharedCluster;

/** A shared disk on which executors are another user than the driver. */
@LongTest
class OtherUserIT {
  @TempDir private static Path folder;

  private static List<String> told;

  @BeforeAll
  static void check() throws IOException {
    told =
        SharedCluster.run(
                OtherUserWork.class,
                output("of-all"),
                output(OtherUsersDisk.OF_DRIVER),
                output(OtherUsersDisk.STICKY))
            .lines()
            .toList();
  }

  private static String output(String parent) throws IOException {
    return Files.createDirectory(folder.resolve(parent)).resolve("run").toString();
  }

  @Test
  void whereBothMayWriteNothingIsSaidAndNothingLeft() {
    assertThat(told).element(0).isEqualTo("shared");
    assertThat(folder.resolve("of-all")).isEmptyDirectory();
  }

  @Test
  void anExecutorThatMayNotWriteBesideTheDriverIsNamed() {
    assertThat(told)
        .element(1)
        .asString()
        .matches(
            "Executor [01] on \\S+ \\(user .+\\) and the driver \\(user .+\\) cannot both write to .*"
                + OtherUsersDisk.OF_DRIVER
                + ": Permission denied\\. Run both as the same user, or name a folder .*");
    assertThat(folder.resolve(OtherUsersDisk.OF_DRIVER)).isEmptyDirectory();
  }

  @Test
  void anExecutorWhoseFilesTheDriverCannotMoveIsNamed() {
    assertThat(told)
        .element(2)
        .asString()
        .matches(
            "Executor [01] on .* cannot both write to .*"
                + OtherUsersDisk.STICKY
                + ": what it writes cannot be moved or deleted\\. Run both as the same user.*");
  }
}
