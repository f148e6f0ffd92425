package org.spiketrain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarmUpCommandIT {
  @TempDir private Path folder;

  @Test
  void trainsAndScoresOnceAndThenAnswersWithWhatItHasTrained() {
    CommandLineRun run = CommandLineRun.of("warm-up", folder.toString());
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("scored: 1 name in", "> Satoshi");
    CommandLineRun answers = CommandLineRun.of("warm-up", "--answers", folder.toString());
    assertThat(answers.err()).isEmpty();
    assertThat(answers.code()).isZero();
    assertThat(answers.out()).contains("> Satoshi", "\"name\":\"Satoshi\"");
  }

  @Test
  void isNotAmongTheCommandsOfTheHelp() {
    assertThat(CommandLineRun.of("--help").out()).contains("demo").doesNotContain("warm-up");
  }
}
