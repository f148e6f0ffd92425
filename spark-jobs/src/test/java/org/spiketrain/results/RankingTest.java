package org.spiketrain.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.model.metrics.Interval;
import org.spiketrain.report.AblationOverview;
import org.spiketrain.report.Reports;
import org.spiketrain.results.Ablation.TrialResult;
import org.spiketrain.results.Ablation.TrialResult.Deciding;
import org.spiketrain.results.Ablation.TrialResult.Result;

class RankingTest {
  @TempDir private Path folder;
  private final List<TrialResult> rows = new ArrayList<>();

  private void trial(String rate, int seed, String decidedBy, double deciding, double test) {
    Optional<Deciding> decided =
        decidedBy.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new Deciding(
                    decidedBy,
                    deciding,
                    Optional.of(new Interval(deciding - 0.1, deciding + 0.1))));
    Result result =
        new Result(
            "test",
            Map.of(Ablation.TRAINED, test),
            Optional.of(new Interval(test - 0.1, test + 0.1)),
            decided,
            Map.of(),
            1);
    add(rate, seed, Optional.of(result), "");
  }

  private void add(String rate, int seed, Optional<Result> result, String error) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("training.updater.learning-rate", rate);
    labels.put("seed", Integer.toString(seed));
    String name = "r-%s_s-%d".formatted(rate, seed);
    rows.add(new TrialResult(name, labels, seed, result, Optional.empty(), error));
  }

  private Ablation ablation() {
    return new Ablation(
        "x",
        List.of("training.updater.learning-rate", "seed"),
        Map.of("training.updater.learning-rate", "How far a step goes."),
        rows);
  }

  private String file(String name) {
    Map<String, byte[]> files = new LinkedHashMap<>(ablation().files());
    files.putAll(new Reports().ablation(ablation()));
    return new String(files.get(name), StandardCharsets.UTF_8);
  }

  private List<String> order() {
    return ablation().ranking().trials().stream().map(TrialResult::name).toList();
  }

  @Test
  void validationRanksAndNotTheTestSplit() {
    trial("0.1", 1, "validation", 0.5, 0.9);
    trial("0.2", 1, "validation", 0.7, 0.6);
    add("0.3", 1, Optional.empty(), "broken");
    trial("0.4", 1, "validation", 0.6, 0.8);

    assertThat(order()).containsExactly("r-0.2_s-1", "r-0.4_s-1", "r-0.1_s-1", "r-0.3_s-1");
    assertThat(ablation().ranking().note())
        .startsWith("Ranked by accuracy on the validation split");
    assertThat(new AblationOverview(ablation()).best())
        .containsExactly(
            "Best trial: r-0.2_s-1: validation accuracy 0.700 (0.600–0.800), test accuracy 0.600 (0.500–0.700)");
    assertThat(file("ablation.csv").lines().limit(2))
        .containsExactly(
            "trial,training.updater.learning-rate,seed,rank,validation_accuracy,validation_accuracy_low,validation_accuracy_high,split,accuracy_trained,accuracy_trained_low,accuracy_trained_high,training_seconds,error",
            "r-0.1_s-1,0.1,1,3,0.5,0.4,0.6,test,0.9,0.8,1.0,1.0,");
    assertThat(file("ablation.json")).contains("\"best\" : \"r-0.2_s-1\"");
  }

  @Test
  void aTrialWithoutAValidationAccuracyIsNotRankedByItsTestAccuracy() {
    trial("0.1", 1, "", 0, 0.99);
    trial("0.2", 1, "validation", 0.7, 0.6);

    assertThat(order()).containsExactly("r-0.2_s-1", "r-0.1_s-1");
    assertThat(ablation().ranking().rank(rows.get(0))).isEmpty();
  }

  @Test
  void whereNothingButTheTestSplitRanksTheOrderIsSaidToBeOptimistic() {
    trial("0.1", 1, "", 0, 0.5);
    trial("0.2", 1, "test", 0.7, 0.7);

    assertThat(order()).containsExactly("r-0.2_s-1", "r-0.1_s-1");
    assertThat(file("report.html"))
        .contains("Ranked by accuracy on the test split", "optimistic")
        .doesNotContain("validation accuracy");
  }

  @Test
  void settingsAreRankedByTheirMeanAndTellTheirWorstSeed() {
    trial("0.1", 1, "validation", 0.5, 0.5);
    trial("0.1", 2, "validation", 0.9, 0.9);
    trial("0.2", 1, "validation", 0.8, 0.7);
    trial("0.2", 2, "validation", 0.8, 0.6);

    assertThat(new AblationOverview(ablation()).best())
        .containsExactly(
            "Best setting, by the mean of 2 trials: training.updater.learning-rate = 0.2: validation accuracy 0.800 ± 0.000, test accuracy 0.650 ± 0.071",
            "Best trial: r-0.1_s-2: validation accuracy 0.900 (0.800–1.000), test accuracy 0.900 (0.800–1.000)");
    assertThat(new AblationOverview(ablation()).settings())
        .containsExactly(
            List.of(
                "learning rate",
                "rank",
                "trials",
                "validation accuracy",
                "test accuracy",
                "worst test accuracy"),
            List.of("0.2", "1", "2", "0.800 ± 0.000", "0.650 ± 0.071", "0.600, of seed 2"),
            List.of("0.1", "2", "2", "0.700 ± 0.283", "0.700 ± 0.283", "0.500, of seed 1"));
  }

  @Test
  void theReportLeadsToTheTrialsAndExplainsItsColumns() {
    trial("0.1", 1, "validation", 0.5, 0.5);
    add("0.2", 1, Optional.empty(), "broken");

    assertThat(file("report.html"))
        .contains("<a href=\"../trials/r-0.1_s-1/report.html\">r-0.1_s-1</a>")
        .doesNotContain("href=\"../trials/r-0.2")
        .contains("<th>learning rate</th>", "How far a step goes.", "failed because")
        .doesNotContain("accuracy_trained");
  }

  @Test
  void numbersAreWrittenAlikeInEveryLocale() {
    trial("0.1", 1, "validation", 1 / 3.0, 0.5);
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(file("ablation.csv")).contains(",0.3333333333333333,");
      assertThat(file("ablation.json")).contains(" 0.3333333333333333,");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void whatAnEvaluationHasWrittenIsRead() throws Exception {
    Path evaluation = Files.createDirectories(folder.resolve("evaluation"));
    Files.writeString(
        evaluation.resolve("metrics.json"),
        """
        {"split": "test", "accuracy": 0.25, "intervals": {"accuracy": [0.125, 0.5]},
         "parametersOf": {"kept": "best", "round": 3, "examples": 64, "decidedBy": "validation",
           "accuracy": 0.5, "interval": [0.25, 0.75]}}
        """);
    Result result =
        Result.read(new org.apache.hadoop.conf.Configuration(), OutputLayout.of(folder.toString()));

    assertThat(result.interval()).contains(new Interval(0.125, 0.5));
    assertThat(result.deciding())
        .contains(new Deciding("validation", 0.5, Optional.of(new Interval(0.25, 0.75))));
  }
}
