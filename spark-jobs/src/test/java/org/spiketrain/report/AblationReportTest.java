package org.spiketrain.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategorySeries;
import org.spiketrain.results.Ablation;
import org.spiketrain.results.Ablation.TrialResult;

class AblationReportTest {
  private final List<TrialResult> rows = new ArrayList<>();

  private void trial(String surrogate, String loss, int seed, Optional<Double> accuracy) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("surrogate", surrogate);
    labels.put("loss", loss);
    labels.put("seed", Integer.toString(seed));
    rows.add(
        new TrialResult(
            surrogate + loss + seed,
            labels,
            seed,
            accuracy.map(
                one ->
                    new TrialResult.Result(
                        "test",
                        Map.of(Ablation.TRAINED, one),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of(),
                        1)),
            Optional.empty(),
            accuracy.isPresent() ? "" : "failed"));
  }

  private Picture picture() {
    return AblationChart.of(new Ablation("x", List.of("surrogate", "loss", "seed"), rows));
  }

  private static CategorySeries bars(Picture picture, String series) {
    return ((CategoryChart) picture.panels().get(0)).getSeriesMap().get(series);
  }

  @Test
  void aSettingWithoutAResultHasNoBarAndASingleRunNoDeviation() {
    trial("atan", "ce", 1, Optional.of(0.6));
    trial("atan", "ce", 2, Optional.of(0.8));
    trial("atan", "mse", 1, Optional.empty());
    trial("erf", "ce", 1, Optional.of(0.7));
    trial("erf", "mse", 1, Optional.of(0.4));
    trial("erf", "mse", 2, Optional.of(0.6));
    trial("erf", "mse", 3, Optional.of(0.5));
    Picture picture = picture();

    assertThat(bars(picture, "loss mse").getYData())
        .extracting(Number::doubleValue)
        .containsExactly(Double.NaN, 0.5);
    assertThat(bars(picture, "loss ce").getExtraValues()).element(1).isEqualTo(Double.NaN);
    assertThat(picture.panels().get(0).getTitle())
        .isEqualTo("Accuracy on the test split against surrogate: mean ± deviation, n = 1 to 3");
    assertThat(new String(picture.svg(), StandardCharsets.UTF_8)).doesNotContain("NaN");
  }

  @Test
  void aKeyOfSettingsThatWereAllStoppedHasNoEmptyPanel() {
    drawn("0.01", Optional.empty(), Optional.of(0.6));
    drawn("0.02", Optional.empty(), Optional.of(0.7));
    drawn("0.03", Optional.of("0.1"), Optional.empty());
    Picture picture = AblationChart.of(new Ablation("x", List.of("rate", "warmup", "seed"), rows));

    assertThat(picture.panels())
        .extracting(panel -> panel.getTitle())
        .containsExactly("Accuracy on the test split against rate");
  }

  private void drawn(String rate, Optional<String> warmup, Optional<Double> accuracy) {
    trial(rate, "", 1, accuracy);
    Map<String, String> labels = rows.get(rows.size() - 1).labels();
    labels.clear();
    labels.put("rate", rate);
    warmup.ifPresent(some -> labels.put("warmup", some));
    labels.put("seed", "1");
  }
}
