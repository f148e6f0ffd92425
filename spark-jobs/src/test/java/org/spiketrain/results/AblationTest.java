package org.spiketrain.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.spiketrain.report.Reports;
import org.spiketrain.results.Ablation.TrialResult;

class AblationTest {
  private static TrialResult row(String beta, String seed, double trained, double converted) {
    Map<String, Double> accuracies = new LinkedHashMap<>();
    accuracies.put(Ablation.TRAINED, trained);
    accuracies.put("converted", converted);
    return row(
        beta,
        seed,
        Optional.of(
            new TrialResult.Result(
                "test", accuracies, Optional.empty(), Optional.empty(), Map.of("3", 0.25), 12.34)),
        "");
  }

  private static TrialResult row(
      String beta, String seed, Optional<TrialResult.Result> result, String error) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("beta", beta);
    labels.put("seed", seed);
    return new TrialResult(
        "b-" + beta + "_s-" + seed, labels, Long.parseLong(seed), result, Optional.empty(), error);
  }

  private static Map<String, byte[]> files(Ablation ablation) {
    Map<String, byte[]> files = new LinkedHashMap<>(ablation.files());
    files.putAll(new Reports().ablation(ablation));
    return files;
  }

  private static String text(Map<String, byte[]> files, String name) {
    return new String(files.get(name), StandardCharsets.UTF_8);
  }

  @Test
  void seedsOfATrialAreMeantAndSpread() {
    Ablation ablation =
        new Ablation(
            "x",
            List.of("beta", "seed"),
            List.of(
                row("0.9", "1", 0.5, 0.25),
                row("0.9", "2", 0.75, 0.5),
                row("1", "1", 0.5, 0.5),
                row("1", "2", Optional.empty(), "no, not \"this\" one")));
    Map<String, byte[]> files = files(ablation);

    assertThat(text(files, "ablation-summary.csv"))
        .isEqualTo(
            """
beta,rank,runs,trained_mean,trained_deviation,trained_worst,converted_mean,converted_deviation,converted_worst,worst_trial
0.9,1,2,0.625,0.1767766952966369,0.5,0.375,0.1767766952966369,0.25,b-0.9_s-1
1,2,1,0.5,,0.5,0.5,,0.5,b-1_s-1
""");
    assertThat(text(files, "ablation.csv"))
        .isEqualTo(
            """
trial,beta,seed,rank,split,accuracy_trained,accuracy_trained_low,accuracy_trained_high,accuracy_converted,firing_rate_layer_3,training_seconds,error
b-0.9_s-1,0.9,1,2,test,0.5,,,0.25,0.25,12.34,
b-0.9_s-2,0.9,2,1,test,0.75,,,0.5,0.25,12.34,
b-1_s-1,1,1,2,test,0.5,,,0.5,0.25,12.34,
b-1_s-2,1,2,,,,,,,,,"no, not ""this"" one"
""");
    assertThat(files.get("ablation.svg")).isNotEmpty();
    assertThat(text(files, "ablation.json"))
        .contains("\"seed\" : 2,", "\"accuracy_trained\" : 0.75,", "\"trained_deviation\" : 0.1767")
        .doesNotContain("null");
  }

  @Test
  void trialsThatWereStoppedSayWhere() {
    TrialResult.Cut cut = new TrialResult.Cut(512, 0.25);
    TrialResult stopped =
        new TrialResult("b-2", Map.of("beta", "2"), 1, Optional.empty(), Optional.of(cut), "");
    TrialResult unknown =
        new TrialResult(
            "b-3",
            Map.of("beta", "3"),
            1,
            Optional.empty(),
            Optional.of(new TrialResult.Cut(512, Double.NaN)),
            "");
    Map<String, byte[]> files =
        files(
            new Ablation(
                "x", List.of("beta"), List.of(row("1", "1", 0.5, 0.25), stopped, unknown)));
    assertThat(text(files, "ablation.json")).doesNotContain("NaN");

    assertThat(text(files, "ablation.csv"))
        .isEqualTo(
            """
trial,beta,seed,rank,split,accuracy_trained,accuracy_trained_low,accuracy_trained_high,accuracy_converted,firing_rate_layer_3,training_seconds,stopped_at,accuracy_there,error
b-1_s-1,1,1,1,test,0.5,,,0.25,0.25,12.34,,,
b-2,2,1,,,,,,,,,512,0.25,
b-3,3,1,,,,,,,,,512,,
""");
  }

  @Test
  void ofSingleTrialsThereIsNoDeviationNotEvenAColumn() {
    Map<String, byte[]> files =
        files(
            new Ablation(
                "x",
                List.of("beta", "seed"),
                List.of(row("0.9", "1", 0.5, 0.25), row("1", "1", 0.75, 0.5))));

    assertThat(text(files, "ablation-summary.csv"))
        .isEqualTo(
            """
            beta,rank,runs,trained_mean,converted_mean
            0.9,2,1,0.5,0.25
            1,1,1,0.75,0.5
            """);
    assertThat(text(files, "report.html")).doesNotContain("<h2>Settings</h2>", "deviation");
  }

  @Test
  void foldsOfATrialAreMeantAsSeedsAre() {
    TrialResult.Result half = row("1", "1", 0.5, 0.25).result().orElseThrow();
    TrialResult.Result whole = row("1", "1", 1, 0.75).result().orElseThrow();
    List<TrialResult> folds =
        List.of(
            new TrialResult(
                "f-1", Map.of("data.text.fold", "1"), 7, Optional.of(half), Optional.empty(), ""),
            new TrialResult(
                "f-2", Map.of("data.text.fold", "2"), 7, Optional.of(whole), Optional.empty(), ""));
    Map<String, byte[]> files = files(new Ablation("x", List.of("data.text.fold"), folds));

    assertThat(text(files, "ablation-summary.csv"))
        .isEqualTo(
            """
            rank,runs,trained_mean,trained_deviation,trained_worst,converted_mean,converted_deviation,converted_worst,worst_trial
            1,2,0.75,0.3535533905932738,0.5,0.5,0.3535533905932738,0.25,f-1
            """);
    assertThat(files).containsKey("ablation.png");
  }

  @Test
  void whereNothingHasAResultThereIsNoPicture() {
    Ablation ablation =
        new Ablation(
            "x", List.of("beta", "seed"), List.of(row("1", "1", Optional.empty(), "broken")));

    assertThat(files(ablation)).containsKeys("ablation.csv", "report.html");
    assertThat(files(ablation)).doesNotContainKey("ablation.png");
  }

  @Test
  void wordsAndSeedsAloneArePicturesToo() {
    List<TrialResult> rows = new ArrayList<>();
    for (String name : List.of("atan", "erf")) {
      rows.add(row(name, "1", 0.5, 0.25));
    }
    assertThat(files(new Ablation("x", List.of("beta", "seed"), rows))).containsKey("ablation.png");
    assertThat(
            files(
                new Ablation(
                    "x",
                    List.of("seed"),
                    List.of(
                        new TrialResult(
                            "s-1",
                            Map.of("seed", "1"),
                            1,
                            rows.get(0).result(),
                            Optional.empty(),
                            "")))))
        .containsKey("ablation.png");
  }
}
