package org.spiketrain.model.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.spiketrain.model.metrics.ClassificationMetrics.ClassMetrics;

class ClassificationMetricsTest {
  private static final List<String> CLASSES = List.of("a", "b", "c", "d");

  /** Truth a a a b b c, predicted a a b b c a; nothing of d. */
  private static MetricsAccumulator sixExamples() {
    return new MetricsAccumulator(4)
        .add(0, new float[] {0.7f, 0.1f, 0.1f, 0.1f})
        .add(0, new float[] {0.5f, 0.2f, 0.2f, 0.1f})
        .add(0, new float[] {0.1f, 0.5f, 0.2f, 0.2f})
        .add(1, new float[] {0.1f, 0.6f, 0.2f, 0.1f})
        .add(1, new float[] {0.1f, 0.2f, 0.6f, 0.1f})
        .add(2, new float[] {0.4f, 0.3f, 0.2f, 0.1f});
  }

  @Test
  void matchesTheHandComputedValues() {
    ClassificationMetrics metrics = ClassificationMetrics.of(sixExamples(), CLASSES);

    assertThat(metrics.examples()).isEqualTo(6);
    assertThat(metrics.accuracy()).isCloseTo(3 / 6.0, within(1e-12));
    // The true class of the third example comes last.
    assertThat(metrics.top3Accuracy()).isCloseTo(5 / 6.0, within(1e-12));
    assertThat(metrics.perClass().get(0))
        .isEqualTo(new ClassMetrics("a", 2 / 3.0, 2 / 3.0, 2 / 3.0, 3));
    assertThat(metrics.perClass().get(1)).isEqualTo(new ClassMetrics("b", 0.5, 0.5, 0.5, 2));
    assertThat(metrics.perClass().get(2)).isEqualTo(new ClassMetrics("c", 0, 0, 0, 1));
    assertThat(metrics.perClass().get(3)).isEqualTo(new ClassMetrics("d", 0, 0, 0, 0));
  }

  @Test
  void macroF1IsOverTheClassesThatOccur() {
    ClassificationMetrics metrics = ClassificationMetrics.of(sixExamples(), CLASSES);

    assertThat(metrics.macroF1()).isCloseTo((2 / 3.0 + 0.5 + 0) / 3, within(1e-12));
  }

  @Test
  void macroF1CountsAClassThatWasOnlyPredicted() {
    MetricsAccumulator counts = new MetricsAccumulator(3).add(0, new float[] {0, 0, 1});

    assertThat(
            ClassificationMetrics.of(counts.add(0, new float[] {1, 0, 0}), List.of("a", "b", "c"))
                .macroF1())
        .isCloseTo((2 / 3.0 + 0) / 2, within(1e-12));
  }

  @Test
  void mergedPartsGiveTheMetricsOfTheWhole() {
    MetricsAccumulator parts = sixExamples().merge(sixExamples());

    ClassificationMetrics whole = ClassificationMetrics.of(parts, CLASSES);

    assertThat(whole.examples()).isEqualTo(12);
    assertThat(whole.top3Accuracy()).isCloseTo(10 / 12.0, within(1e-12));
  }

  @Test
  void ofEquallyProbableClassesTheLowerIndexWins() {
    assertThat(TopClasses.of(new float[] {0.1f, 0.3f, 0.3f, 0.3f, 0.3f}, 3))
        .containsExactly(1, 2, 3);
    assertThat(TopClasses.of(new float[] {0.2f, 0.2f, 0.6f}, 2)).containsExactly(2, 0);
    assertThat(TopClasses.of(new float[] {0.4f, 0.6f}, 3)).containsExactly(1, 0);
  }

  @Test
  void nothingCountedGivesZeros() {
    ClassificationMetrics metrics = ClassificationMetrics.of(new MetricsAccumulator(4), CLASSES);

    assertThat(metrics.accuracy()).isZero();
    assertThat(metrics.macroF1()).isZero();
  }

  @Test
  void improbableAnswersAreNone() {
    MetricsAccumulator counts = new MetricsAccumulator(2, 0.75);
    counts.add(0, new double[] {0.8, 0.2}).add(0, new double[] {0.7, 0.3});
    counts.add(1, new double[] {0.75, 0.25}).add(1, new double[] {0.5, 0.5});

    ClassificationMetrics metrics = ClassificationMetrics.of(counts, List.of("a", "b"));

    assertThat(metrics.examples()).isEqualTo(4);
    assertThat(metrics.answered()).isEqualTo(2);
    assertThat(metrics.coverage()).isEqualTo(0.5);
    assertThat(metrics.accuracy()).isEqualTo(0.25);
    assertThat(metrics.accuracyOfAnswered()).isEqualTo(0.5);
    assertThat(metrics.perClass().get(0)).isEqualTo(new ClassMetrics("a", 0.5, 0.5, 0.5, 2));
    assertThat(counts.confusion().count(1, 2)).isEqualTo(1);
    assertThat(TopClasses.answer(new double[] {0.7, 0.3}, 0.75)).isEqualTo(2);
    assertThat(TopClasses.answer(new double[] {0.5, 0.5}, 0)).isZero();
  }

  @Test
  void refusesProbabilitiesThatAreNoNumbers() {
    assertThatThrownBy(() -> new MetricsAccumulator(2).add(0, new float[] {Float.NaN, 1}))
        .hasMessageContaining("class 0 is NaN");
    assertThatThrownBy(() -> new MetricsAccumulator(2).add(0, new float[] {1}))
        .hasMessageContaining("1 probabilities for 2 classes");
  }
}
