package org.spiketrain.job.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.metrics.RankedLabel;

class SingleScorerTest {
  private final SingleScorer scorer = new SingleScorer(FakeModel.model());

  @Test
  void ranksTheClassesOfEachName() {
    // One letter, b, which is letter 1: B has 2 * 0.25, A and C have 0.5 - 0.25; A comes first.
    assertThat(scorer.score(List.of("b"), 2))
        .containsExactly(
            new ScoredName("b", List.of(new RankedLabel("B", 0.5f), new RankedLabel("A", 0.25f))));
    assertThat(scorer.score(List.of("a", "bcd"), 9))
        .extracting(one -> one.top().size())
        .containsOnly(3);
  }

  @Test
  void refusesANameWithoutAUsableLetter() {
    assertThatThrownBy(() -> scorer.score(List.of("Sato", "123"), 3))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("\"123\"");
  }

  @Test
  void printsAsTheTutorialDoes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    new ScorePrinter(new PrintStream(out, true, StandardCharsets.UTF_8))
        .print(
            List.of(
                new ScoredName(
                    "Dovesky",
                    List.of(new RankedLabel("Russian", 0.873f), new RankedLabel("Czech", 0.1f)))));

    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .containsExactly("", "> Dovesky", "(0.87) Russian", "(0.10) Czech");
  }
}
