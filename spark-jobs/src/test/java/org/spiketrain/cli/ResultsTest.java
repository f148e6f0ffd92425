package org.spiketrain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.spiketrain.data.DataKinds;
import org.spiketrain.model.metrics.ClassificationMetrics;
import org.spiketrain.model.metrics.MetricsAccumulator;
import org.spiketrain.pipeline.Messages;
import org.spiketrain.results.EvaluationSummary;
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
    Map<String, Double> baselines = new LinkedHashMap<>();
    baselines.put("majority", 0.25);
    return new EvaluationSummary(
        DataKinds.get("names").terms(),
        "test",
        ClassificationMetrics.of(counts, classes),
        counts.confusion(),
        List.of(),
        List.of(),
        baselines,
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void theFirstThreeSaySomethingOnlyWhereThereAreMore() {
    results.evaluated(summary(List.of("A", "B", "C")));
    results.evaluated(summary(List.of("A", "B", "C", "D")));

    assertThat(lines().get(0)).contains("(1 name)").doesNotContain("top 3");
    assertThat(lines().get(1)).isEqualTo("for comparison: 0.2500, always the most frequent class");
    assertThat(lines().get(2)).contains("; top 3: ");
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
