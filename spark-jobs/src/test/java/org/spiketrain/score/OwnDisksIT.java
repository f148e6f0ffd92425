package org.spiketrain.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.ForkedJvm;
import org.spiketrain.LongTest;

/** A cluster on which an output's path names another disk on each machine. */
@LongTest
class OwnDisksIT {
  @TempDir Path folder;

  @Test
  void anOutputThatExecutorsDoNotShareWithTheDriverIsRefusedAndNothingIsWritten() throws Exception {
    Path own = Files.createDirectory(folder.resolve("own"));
    Path names = Files.writeString(folder.resolve("names.txt"), "Li\nMeyer\nOkafor\n");
    Path log = folder.resolve("process.log");
    String printed =
        ForkedJvm.run(OwnDisksProcess.class, log, "1g", own.toString(), names.toString());
    assertThat(printed.lines().filter(line -> line.startsWith("refused: ")))
        .hasSize(2)
        .allMatch(line -> line.matches(".*Executor [01] on .* does not share the disk of .*own.*"));
    assertThat(printed).contains("scored=3");
    try (Stream<Path> left = Files.list(own)) {
      assertThat(left).allMatch(path -> path.endsWith("run"));
    }
  }
}
