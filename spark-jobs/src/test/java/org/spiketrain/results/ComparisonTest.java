package org.spiketrain.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.spiketrain.model.energy.Operations;
import org.spiketrain.model.metrics.ClassificationMetrics;
import org.spiketrain.model.metrics.McNemar;
import org.spiketrain.model.metrics.MetricsAccumulator;
import org.spiketrain.report.Reports;
import org.spiketrain.results.Comparison.Contender;
import org.spiketrain.results.Comparison.Costs;
import org.spiketrain.results.Comparison.Measured;
import org.spiketrain.results.Comparison.PairTest;
import org.spiketrain.results.Comparison.Run;

class ComparisonTest {
  private static final List<String> CLASSES = List.of("Dutch", "Irish");

  /** Of four examples, the second class twice. */
  private static Measured measured(int wrong, Optional<Operations> operations) {
    MetricsAccumulator counts = new MetricsAccumulator(2);
    for (int k = 0; k < 4; k++) {
      int label = k / 2;
      int answer = k < wrong ? 1 - label : label;
      counts.add(label, answer == 0 ? new float[] {1, 0} : new float[] {0, 1});
    }
    return new Measured(
        "rnn(4)\nreadout(last)",
        "names",
        "test",
        "language",
        ClassificationMetrics.of(counts, CLASSES),
        counts.confusion(),
        new Costs(1234, Optional.of(2.5), operations, operations.isPresent() ? 0.5 : Double.NaN));
  }

  private static final Comparison COMPARISON =
      new Comparison(
          "runs/compared: 4 runs",
          List.of(new Contender("rnn", "conf/rnn.conf"), new Contender("<best>", "runs/<best>")),
          List.of(
              new Run("rnn", 1, "m1", Optional.of(measured(1, counted())), ""),
              new Run("rnn", 2, "m2", Optional.of(measured(2, counted())), ""),
              new Run("rnn", 3, "m3", Optional.empty(), "no data"),
              new Run("<best>", 1, "m4", Optional.of(measured(0, Optional.empty())), "")),
          List.of(new PairTest("rnn", 1, "<best>", 1, 4, new McNemar(0, 1), 1)),
          List.of("Nothing else."));

  private static Optional<Operations> counted() {
    return Optional.of(new Operations(400, 80, 0, 0, 0, 0, 0));
  }

  private static Map<String, byte[]> files() {
    Map<String, byte[]> files = new LinkedHashMap<>(COMPARISON.files());
    files.putAll(new Reports().comparison(COMPARISON));
    return files;
  }

  private static String text(String name) {
    return new String(files().get(name), StandardCharsets.UTF_8);
  }

  @Test
  void runsHaveTheirFiguresAndMeansOverSeedsTheirDeviations() {
    assertThat(text("compare.csv").lines().toList())
        .contains(
            "rnn,1,names,test,4,0.75,0.7333333333333334,0.75,1234,2.5,100.0,20.0,0.5,m1,",
            "rnn,3,,,,,,,,,,,,m3,no data");
    assertThat(text("compare-summary.csv").lines().toList().get(1))
        .startsWith("rnn,2,0.625000,0.176777,")
        .endsWith("1234.000000,2.500000,100.000000,20.000000,0.500000");
    assertThat(text("compare-summary.csv").lines().toList().get(2))
        .startsWith("<best>,1,1.000000,,");
    assertThat(text("compare-pairs.csv").lines().toList().get(1))
        .isEqualTo("rnn,1,<best>,1,4,0,1,-0.25,1.0,1.0");
    assertThat(text("compare.json")).contains("\"confusion\" : [ [ 1, 3 ], [ 0, 4 ] ]");
    assertThat(files().get("compare.parquet")).startsWith('P', 'A', 'R', '1');
  }

  @Test
  void thePageShowsThemBesideEachOther() {
    assertThat(text("report.html"))
        .contains(
            "<td>0.625 ± 0.177</td>",
            "&lt;best&gt;",
            "confusions of rnn",
            "rnn(4) | readout(last)",
            "<td>-0.2500</td>",
            "Nothing else.");
    assertThat(files()).containsKeys("compare.svg", "compare.png");
  }

  @Test
  void whereNothingHasFiguresThereIsAPageAllTheSame() {
    Comparison none =
        new Comparison(
            "x",
            List.of(new Contender("a", "a.conf")),
            List.of(new Run("a", 1, "m", Optional.empty(), "failed")),
            List.of(),
            List.of());
    assertThat(new Reports().comparison(none)).containsOnlyKeys("report.html");
  }
}
