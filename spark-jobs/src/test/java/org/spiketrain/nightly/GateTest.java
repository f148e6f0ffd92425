package org.spiketrain.nightly;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.spiketrain.nightly.Gate.FreshAnswers;
import org.spiketrain.nightly.NightlySettings.GateSettings;
import org.spiketrain.nightly.NightlySettings.Metric;
import org.spiketrain.nightly.NightlySettings.Significance;
import org.spiketrain.results.Figures;
import org.spiketrain.results.NightRecord.Condition;
import org.spiketrain.results.NightRecord.HoldOut;

class GateTest {
  private static final FreshAnswers WELL = new FreshAnswers("", 20, 0.2);

  private static GateSettings settings(Metric metric, double margin, Significance test) {
    return new GateSettings(
        metric, margin, test, 0.05, List.of("b"), 0.1, 30, 0.5, 100, 7, 1000, 5);
  }

  /** Of two classes with 100 examples each, so many of which were answered rightly. */
  private static Figures figures(long a, long b) {
    return new Figures(
        200,
        List.of(
            new Figures.OfClass("a", 100, a, a + 100 - b),
            new Figures.OfClass("b", 100, b, b + 100 - a)));
  }

  private static HoldOut duel(Figures candidate, Figures champion, long only, long onlyChampion) {
    return new HoldOut("fixed", candidate, champion, only, onlyChampion);
  }

  private static List<String> unmet(GateSettings settings, HoldOut... holdOuts) {
    return new Gate(settings)
        .conditions(List.of(holdOuts), 500, WELL).stream()
            .filter(one -> !one.met())
            .map(Condition::name)
            .toList();
  }

  @Test
  void aBetterCandidatePasses() {
    GateSettings settings = settings(Metric.ACCURACY, 0.05, Significance.BETTER);

    assertThat(unmet(settings, duel(figures(90, 80), figures(80, 75), 20, 5))).isEmpty();
  }

  @Test
  void theMarginIsOfTheMetric() {
    HoldOut duel = duel(figures(90, 60), figures(80, 62), 10, 2);

    assertThat(unmet(settings(Metric.ACCURACY, 0.03, Significance.NONE), duel)).isEmpty();
    assertThat(unmet(settings(Metric.ACCURACY, 0.05, Significance.NONE), duel))
        .containsExactly("margin, fixed");
    assertThat(unmet(settings(Metric.RECALL, 0, Significance.NONE), duel))
        .containsExactly("margin, fixed");
    assertThat(unmet(settings(Metric.MACRO_F1, 0, Significance.NONE), duel)).isEmpty();
  }

  @Test
  void noClassMayFallFarWhateverTheOthersGain() {
    GateSettings settings = settings(Metric.ACCURACY, 0, Significance.NONE);

    assertThat(unmet(settings, duel(figures(100, 60), figures(60, 75), 40, 15)))
        .containsExactly("classes, fixed");
    assertThat(unmet(settings, duel(figures(100, 65), figures(60, 75), 40, 15))).isEmpty();
  }

  @Test
  void chanceIsToldFromAnAdvantage() {
    HoldOut hardly = duel(figures(81, 80), figures(80, 80), 6, 5);
    HoldOut worse = duel(figures(75, 75), figures(80, 80), 5, 15);

    assertThat(unmet(settings(Metric.ACCURACY, 0, Significance.BETTER), hardly))
        .containsExactly("McNemar");
    assertThat(unmet(settings(Metric.ACCURACY, 0, Significance.NOT_WORSE), hardly)).isEmpty();
    assertThat(unmet(settings(Metric.ACCURACY, -1, Significance.NOT_WORSE), worse))
        .containsExactly("McNemar");
  }

  @Test
  void aHoldOutOfFewExamplesCountsInTheTestAlone() {
    GateSettings settings = settings(Metric.ACCURACY, 0, Significance.NOT_WORSE);
    Figures few = new Figures(50, List.of(new Figures.OfClass("a", 50, 30, 50)));
    Figures fewBefore = new Figures(50, List.of(new Figures.OfClass("a", 50, 40, 50)));
    HoldOut equal = duel(figures(80, 80), figures(80, 80), 5, 5);

    assertThat(unmet(settings, equal, new HoldOut("recent", few, fewBefore, 0, 3))).isEmpty();
    assertThat(unmet(settings, equal, new HoldOut("recent", few, fewBefore, 0, 10)))
        .containsExactly("McNemar");
  }

  @Test
  void aHandfulOfExamplesIsNoEvidence() {
    Figures few = new Figures(50, List.of(new Figures.OfClass("a", 50, 45, 50)));

    assertThat(
            unmet(
                settings(Metric.ACCURACY, 0, Significance.NOT_WORSE),
                new HoldOut("fixed", few, few, 0, 0)))
        .containsExactly("evidence");
  }

  @Test
  void withoutAChampionTheLeastIsAskedForAlone() {
    GateSettings settings = settings(Metric.ACCURACY, 0.5, Significance.BETTER);

    assertThat(unmet(settings, duel(figures(60, 60), Figures.NONE, 0, 0))).isEmpty();
    assertThat(unmet(settings, duel(figures(60, 30), Figures.NONE, 0, 0)))
        .containsExactly("least, fixed");
  }

  @Test
  void theFileMustServe() {
    Gate gate = new Gate(settings(Metric.ACCURACY, 0, Significance.NONE));
    List<HoldOut> holdOuts = List.of(duel(figures(80, 80), Figures.NONE, 0, 0));

    assertThat(gate.conditions(holdOuts, 2000, WELL))
        .filteredOn(one -> !one.met())
        .extracting(Condition::found)
        .containsExactly("2,000 bytes, at most 1,000 allowed");
    assertThat(gate.conditions(holdOuts, 1, new FreshAnswers("", 20, 7.5)))
        .filteredOn(one -> !one.met())
        .extracting(Condition::name)
        .containsExactly("latency");
    assertThat(gate.conditions(holdOuts, 1, new FreshAnswers("ended with 1: no model", 0, 0)))
        .filteredOn(one -> !one.met())
        .extracting(Condition::found)
        .contains("ended with 1: no model");
  }

  private static List<String> tooFew(GateSettings settings, HoldOut... holdOuts) {
    return new Gate(settings)
        .conditions(List.of(holdOuts), 500, WELL).stream()
            .filter(Condition::tooFew)
            .map(one -> one.name() + ": " + one.found())
            .toList();
  }

  @Test
  void aRecallThatNobodyLookedAtIsNoneThatIsMet() {
    GateSettings settings = settings(Metric.RECALL, 0, Significance.NONE);
    Figures of = new Figures(100, List.of(new Figures.OfClass("a", 100, 90, 100)));

    assertThat(unmet(settings, duel(of, of, 0, 0))).containsExactly("evidence");
    assertThat(tooFew(settings, duel(of, of, 0, 0)))
        .singleElement()
        .asString()
        .startsWith("metric, fixed: ")
        .endsWith("no example of b, whose recall is asked for");
    HoldOut whole = duel(figures(80, 80), figures(80, 80), 0, 0);
    assertThat(unmet(settings, whole, new HoldOut("recent", of, of, 0, 0))).isEmpty();
  }

  @Test
  void classesOfFewExamplesAreSaidToBeTooFew() {
    GateSettings settings = settings(Metric.ACCURACY, 0, Significance.NONE);
    List<Figures.OfClass> small = new ArrayList<>();
    for (int c = 0; c < 10; c++) {
      small.add(new Figures.OfClass("c" + c, 20, 15, 20));
    }
    Figures figures = new Figures(200, small);

    assertThat(tooFew(settings, duel(figures, figures, 0, 0)))
        .containsExactly(
            "classes, fixed: 0 of 10 classes have 30 examples and were looked at"
                + " (nightly.gate.class-examples)");
    assertThat(tooFew(settings, duel(figures(80, 80), figures(80, 80), 0, 0))).isEmpty();
  }
}
