package org.spiketrain.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.spiketrain.evaluate.RunAnswers;
import org.spiketrain.model.metrics.McNemar;
import org.spiketrain.model.metrics.MetricsAccumulator;
import org.spiketrain.pipeline.CompareRun.Answered;
import org.spiketrain.pipeline.PairTests.Asked;
import org.spiketrain.results.Comparison.PairTest;

class PairTestsTest {
  private static final Asked NAMES = new Asked("names", List.of("a", "b"), 8, 17);

  private static Answered run(String experiment, long seed, Asked asked, Long... right) {
    return new Answered(
        experiment, seed, asked, new RunAnswers(new MetricsAccumulator(2), Set.of(right)), null);
  }

  @Test
  void runsOfTheSameSeedAreTestedOnTheSameExamples() {
    Asked second = new Asked("names", List.of("a", "b"), 8, 18);
    PairTests tests =
        PairTests.of(
            List.of(
                run("rnn", 1, NAMES, 1L, 2L, 3L, 4L, 5L, 6L, 7L),
                run("rnn", 2, second, 1L),
                run("lstm", 1, NAMES, 7L, 8L),
                run("lstm", 2, second, 1L)),
            Set.of());

    assertThat(tests.notes()).isEmpty();
    assertThat(tests.tests()).extracting(PairTest::firstSeed).containsExactly(1L, 2L);
    PairTest first = tests.tests().get(0);
    assertThat(first.mcNemar()).isEqualTo(new McNemar(6, 1));
    assertThat(first.ahead()).isEqualTo(5 / 8.0);
    // 2 (1 + 7) / 2^7, and twice that of two tests.
    assertThat(first.mcNemar().twoSided()).isCloseTo(0.125, within(1e-9));
    assertThat(first.adjusted()).isCloseTo(0.25, within(1e-9));
    assertThat(tests.tests().get(1).adjusted()).isEqualTo(1);
  }

  @Test
  void theOnlyRunOfAnExperimentIsTestedAgainstAllSeedsOfAnother() {
    PairTests tests =
        PairTests.of(
            List.of(
                run("imported", 0, NAMES, 1L),
                run("rnn", 1, NAMES, 1L, 2L),
                run("rnn", 2, NAMES, 2L)),
            Set.of("imported"));

    assertThat(tests.tests()).extracting(PairTest::secondSeed).containsExactly(1L, 2L);
  }

  @Test
  void aRunWhoseExperimentHasOthersThatFailedIsTestedAgainstThoseOfItsSeed() {
    PairTests tests =
        PairTests.of(
            List.of(
                run("lstm", 2, NAMES, 1L), run("rnn", 1, NAMES, 1L, 2L), run("rnn", 2, NAMES, 2L)),
            Set.of());

    assertThat(tests.tests()).extracting(PairTest::secondSeed).containsExactly(2L);
  }

  @Test
  void whatCannotBeComparedIsSaid() {
    Answered names = run("rnn", 1, NAMES, 1L);
    Answered sentences = run("cnn", 1, new Asked("text", List.of("a", "b"), 8, 17), 1L);
    Answered others = run("lstm", 1, new Asked("names", List.of("a", "c"), 8, 17), 1L);
    Answered later = run("gru", 1, new Asked("names", List.of("a", "b"), 9, 3), 1L);

    PairTests tests = PairTests.of(List.of(names, sentences, others, later), Set.of());

    assertThat(tests.tests()).isEmpty();
    assertThat(tests.notes()).hasSize(6);
    assertThat(tests.notes().get(0)).contains("rnn and cnn", "kind names and of kind text");
    assertThat(tests.notes().get(1)).contains("rnn and lstm", "other classes");
    assertThat(tests.notes().get(2)).contains("rnn and gru", "other examples");
  }
}
