package org.spiketrain.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.ForkedJvm;
import org.spiketrain.LocalSpark;
import org.spiketrain.LongTest;

class FailedExecutorsIT {
  @TempDir Path folder;

  @LongTest
  @Test
  void whatFailsOnAnExecutorIsTriedAgainOnAnotherOneIfThereIsOne() throws Exception {
    String frames = TinyTraining.frames(LocalSpark.session(), folder);
    String log =
        ForkedJvm.run(
            FailingExecutorProcess.class, folder.resolve("log"), "1g", frames, folder.toString());
    for (int trial = 0; trial < FailingExecutorProcess.TRIALS; trial++) {
      for (String kind : List.of("once-", "spread-")) {
        List<String> attempts = Files.readAllLines(folder.resolve(kind + trial));
        assertThat(attempts).as(log).hasSize(2);
        String failed = attempts.get(0).replace("failed on ", "");
        assertThat(attempts.get(1)).isEqualTo("trained on " + (failed.equals("0") ? "1" : "0"));
      }
    }
    // All that there are have failed, and the third attempt takes any.
    assertThat(Files.readAllLines(folder.resolve("everywhere")))
        .hasSize(3)
        .contains("failed on 0", "failed on 1")
        .last()
        .asString()
        .startsWith("trained on ");
  }
}
