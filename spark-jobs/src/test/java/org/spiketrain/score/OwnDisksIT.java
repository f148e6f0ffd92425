package org.spiketrain.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.ForkedJvm;
import org.spiketrain.LongTest;

/** A cluster on which an output's path names another disk on each machine. */
@LongTest
class OwnDisksIT {
  private static final String OTHER = "not all executors wrote where the driver looks";

  @TempDir Path folder;

  @Test
  void anOutputThatExecutorsDoNotShareWithTheDriverIsRefusedAndNothingIsWritten() throws Exception {
    Path own = Files.createDirectory(folder.resolve("own"));
    Path arriving = Files.createDirectory(folder.resolve("names"));
    Path names = Files.writeString(arriving.resolve("names.txt"), "Li\nMeyer\nOkafor\n");
    Path log = folder.resolve("process.log");
    String printed =
        ForkedJvm.run(OwnDisksProcess.class, log, "1g", own.toString(), names.toString());
    List<String> refused = printed.lines().filter(line -> line.startsWith("refused: ")).toList();
    assertThat(refused.subList(0, 3))
        .allMatch(line -> line.matches(".*Executor [01] on .* does not share the disk of .*own.*"));
    assertThat(printed).contains("scored=3");
    assertThat(refused.subList(3, refused.size()))
        .as(printed)
        .satisfiesExactly(
            added -> assertThat(added).contains("3 rows were written to", "late-added", OTHER),
            streamed -> assertThat(streamed).contains("3 rows were written to", OTHER),
            table -> assertThat(table).contains("3 rows were written to", "late-table", OTHER),
            more -> assertThat(more).contains("does not share the disk of", "late-table"));
    try (Stream<Path> left = Files.list(own)) {
      assertThat(left).allMatch(path -> path.endsWith("run"));
    }
  }
}
