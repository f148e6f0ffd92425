package org.spiketrain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.spiketrain.data.DataKinds;
import org.spiketrain.model.metrics.MetricsAccumulator;
import org.spiketrain.pipeline.Messages;
import org.spiketrain.results.EvaluationSummary;
import org.spiketrain.results.EvaluationSummary.Conditions;
import org.spiketrain.results.Summaries;
import org.spiketrain.score.ScoreJob.ScoreSummary;

class ResultsTest {
  private final StringWriter written = new StringWriter();
  private final Results results = new Results(new PrintWriter(written));

  private List<String> lines() {
    return written.toString().lines().toList();
  }

  private static EvaluationSummary summary(List<String> classes) {
    MetricsAccumulator counts =
        new MetricsAccumulator(classes.size()).add(0, new float[classes.size()]);
    return Summaries.of(
        classes,
        counts,
        Conditions.plain("test"),
        List.of(Summaries.compared("majority", "always the most frequent class", classes, counts)));
  }

  @Test
  void theFirstThreeSaySomethingOnlyWhereThereAreMore() {
    results.evaluated(summary(List.of("A", "B", "C")));
    results.evaluated(summary(List.of("A", "B", "C", "D")));

    assertThat(lines().get(0)).contains("(1 name)").doesNotContain("top 3");
    assertThat(lines().get(1).split(" {2,}"))
        .containsExactly("classifier", "accuracy", "macro F1", "balanced accuracy", "ECE", "p");
    assertThat(lines().get(2)).startsWith("this network ").endsWith("-");
    assertThat(lines().get(3))
        .matches("always the most frequent class  1\\.000 \\(1\\.000-1\\.000\\) .* 1\\.00");
    assertThat(lines().get(4)).contains("; top 3: ");
  }

  @Test
  void coverageIsToldWhereAnswersMayBeNone() {
    MetricsAccumulator counts =
        new MetricsAccumulator(2, 0.75)
            .add(0, new double[] {0.8, 0.2})
            .add(1, new double[] {0.7, 0.3});

    results.evaluated(
        Summaries.of(
            List.of("A", "B"),
            counts,
            new Conditions("test", "uniform", 0.75, Optional.empty()),
            List.of()));

    assertThat(lines().get(0)).startsWith("accuracy: 0.5000 on the test split (2 names)");
    assertThat(lines().get(1))
        .isEqualTo(
            "answered: 0.5000 of them, of which 1.0000 rightly; the others are none (below 0.75)");
    assertThat(lines().get(2)).contains("coverage  right of it").doesNotContain(" p");
  }

  @Test
  void aRateOfAFewNamesIsNotGiven() {
    results.scored(
        new ScoreSummary(
            DataKinds.get("names").terms(),
            1,
            2,
            0,
            List.of("b.txt (empty)"),
            "file:/s",
            "file:/s/_r",
            4));
    results.scored(
        new ScoreSummary(
            DataKinds.get("names").terms(), 4000, 0, 0, List.of(), "hdfs://h/s", "", 2));

    assertThat(lines())
        .containsExactly(
            "scored: 1 name in 4.0 s, in /s",
            "rejected: 2 rows, with the reason of each in /s/_r",
            "nothing to score in b.txt (empty)",
            "scored: 4,000 names in 2.0 s (2,000 names/s), in hdfs://h/s");
  }

  @Test
  void localPathsAreAsAShellTakesThem() {
    assertThat(Messages.plain("a file:/tmp/x and (file:///y): s3a://h/z, profile:/a"))
        .isEqualTo("a /tmp/x and (/y): s3a://h/z, profile:/a");
  }
}
