package org.spiketrain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WarmUpCommandIT {
  @Test
  void trainsAndScoresOnce() {
    CommandLineRun run = CommandLineRun.of("warm-up");
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("scored: 1 name in", "> Satoshi");
  }

  @Test
  void isNotAmongTheCommandsOfTheHelp() {
    assertThat(CommandLineRun.of("--help").out()).contains("demo").doesNotContain("warm-up");
  }
}
