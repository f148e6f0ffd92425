package org.spiketrain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code score -i} answers what is typed. */
class TypedNamesTest {
  private static final String MODEL = "src/test/resources/models/before-encoders/names.zip";

  private final InputStream terminal = System.in;

  @AfterEach
  void restore() {
    System.setIn(terminal);
  }

  private static CommandLineRun typed(String lines, String... options) {
    System.setIn(new ByteArrayInputStream(lines.getBytes(Charset.defaultCharset())));
    List<String> args = new ArrayList<>(List.of("score", "-i", "--model", MODEL, "--top-k=1"));
    args.addAll(List.of(options));
    return CommandLineRun.of(args.toArray(String[]::new));
  }

  @Test
  void eachLineIsAnswered() {
    CommandLineRun run = typed("Torson\n\nBeletti", "Svenini");
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.out().lines().filter(line -> line.startsWith(">")))
        .containsExactly("> Svenini", "> Torson", "> Beletti");
  }

  @Test
  void csvHasOneHeader() {
    CommandLineRun run = typed("Torson\nBeletti\n", "--format=csv");
    assertThat(run.out().lines()).hasSize(3).startsWith("name,label_1,probability_1");
  }

  @Test
  void aLineThatIsNoNameDoesNotEndIt() {
    CommandLineRun run = typed("123\nBeletti\n");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("\"123\"");
    assertThat(run.out()).contains("> Beletti").doesNotContain("123");
  }

  @Test
  void filesAreNotAnsweredBesides() {
    CommandLineRun run = typed("Torson\n", "--input", "names.txt");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("not both");
  }
}
