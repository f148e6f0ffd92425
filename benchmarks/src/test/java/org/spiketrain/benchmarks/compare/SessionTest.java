package org.spiketrain.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionTest {
  private final ByteArrayOutputStream answers = new ByteArrayOutputStream();
  private final List<Integer> counts = new ArrayList<>();

  private void serve(String lines) throws IOException {
    PrintStream out = new PrintStream(answers, true, StandardCharsets.UTF_8);
    new Session(new BufferedReader(new StringReader(lines)), out)
        .serve(
            count -> {
              counts.add(count);
              return 64;
            });
  }

  @Test
  void aSliceRunsAtLeastOnceAndTheNextGoesOnCounting() throws IOException {
    serve("run 0\nrun 0\n");

    assertThat(counts).containsExactly(0, 1);
    assertThat(answers.toString(StandardCharsets.UTF_8).lines())
        .hasSize(3)
        .satisfies(
            lines -> {
              assertThat(lines.get(0)).startsWith("bench: ready ");
              assertThat(lines.get(1)).matches("bench: ran 1 64 0\\.[0-9]{9}");
              assertThat(lines.get(2)).matches("bench: ran 1 64 0\\.[0-9]{9}");
            });
  }

  @Test
  void aLineThatIsNotOfTheProtocolIsRefused() {
    assertThatThrownBy(() -> serve("walk 2\n")).hasMessageContaining("walk 2");
  }
}
