package org.spiketrain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TerminalBarTest {
  @Test
  void theShareIsOfTheTotalOfNow() {
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    PrintStream terminal = new PrintStream(shown, true, StandardCharsets.UTF_8);
    try (TerminalBar bar = new TerminalBar(Optional.of(terminal))) {
      bar.show("training", " examples", 1, 5, 10);
      bar.show("training", " examples", 1, 10, 40);
    }

    assertThat(shown.toString(StandardCharsets.UTF_8)).contains("10/40").doesNotContain("100%");
  }
}
