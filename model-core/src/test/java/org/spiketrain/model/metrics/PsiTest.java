package org.spiketrain.model.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spiketrain.model.metrics.Psi.Draws;

class PsiTest {
  private static final double[] UNIFORM = IntStream.range(0, 10).mapToDouble(k -> 1).toArray();
  private static final double[] ZIPF =
      IntStream.range(0, 60).mapToDouble(k -> 1.0 / (1 + k)).toArray();

  private static Map<Integer, Long> draws(double[] weights, int count, SplittableRandom random) {
    double sum = Arrays.stream(weights).sum();
    Map<Integer, Long> counts = new HashMap<>();
    for (int k = 0; k < count; k++) {
      double at = random.nextDouble() * sum;
      int category = 0;
      while (category < weights.length - 1 && at >= weights[category]) {
        at -= weights[category++];
      }
      counts.merge(category, 1L, Long::sum);
    }
    return counts;
  }

  @Test
  void isTheSumOverBinsWithHalfCounts() {
    // (10.5/31 - 20.5/31) ln(10.5/20.5), twice; the bin of others is empty in both.
    Psi psi =
        Psi.ofCategories(Map.of(0, 20L, 1, 10L), Map.of(0, 10L, 1, 20L), new Draws(30, 30), 3);
    double p = 20.5 / 31.5;
    double q = 10.5 / 31.5;
    assertThat(psi.raw()).isCloseTo(2 * (p - q) * Math.log(p / q), within(1e-12));
    // The 0.99 quantile of chi-squared with 2 degrees of freedom is 2 ln 100.
    assertThat(psi.sampling()).isCloseTo(2 * Math.log(100) / 15, within(1e-9));
    assertThat(psi.corrected()).isZero();
  }

  @Test
  void namesTheCategoriesThatMovedMost() {
    Map<Integer, Long> before = Map.of(4, 500L, 9, 300L, 2, 200L, 7, 1L);
    Map<Integer, Long> now = Map.of(4, 50L, 9, 30L, 2, 19L, 5, 900L);

    // The newcomer has no bin of its own.
    assertThat(Psi.mostMoved(before, now, 4, 2))
        .extracting(Psi.Moved::category)
        .containsExactly(4, 9);
    Psi.Moved most = Psi.mostMoved(before, now, 4, 2).get(0);
    assertThat(most.before()).isCloseTo(500.5 / 1003, within(1e-12));
    assertThat(most.now()).isCloseTo(50.5 / 1001, within(1e-12));
    Map<Integer, Long> rare = Map.of(4, 500L, 9, 300L, 2, 500L, 7, 1L);
    assertThat(Psi.mostMoved(before, rare, 4, 1).get(0).category()).isEqualTo(2);
    assertThat(Psi.mostMoved(Map.of(), now, 4, 2)).isEmpty();
  }

  @Test
  void equalHistogramsGiveNothing() {
    Map<Integer, Long> counts = Map.of(0, 5L, 7, 100L, 9, 3L);
    assertThat(Psi.ofCategories(counts, counts, new Draws(108, 108), 10).raw()).isZero();
    assertThat(Psi.ofNumbers(counts, counts, 10).raw()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"100, 100", "10000, 100", "100000, 1000"})
  void samplesOfOneDistributionRarelyShowAChange(int n, int m) {
    SplittableRandom random = new SplittableRandom(5);
    int trials = 400;
    for (double[] weights : new double[][] {UNIFORM, ZIPF}) {
      Map<Integer, Long> reference = draws(weights, n, random);
      long changed =
          IntStream.range(0, trials)
              .mapToObj(k -> draws(weights, m, random))
              .filter(
                  other ->
                      Psi.ofCategories(reference, other, new Draws(n, m), 20).corrected() > 0.05
                          || Psi.ofNumbers(reference, other, 10).corrected() > 0.05)
              .count();
      assertThat(changed).isLessThanOrEqualTo(trials / 50);
    }
  }

  @Test
  void theMeanOfTheIndexIsThatOfYurdakul() {
    SplittableRandom random = new SplittableRandom(6);
    Map<Integer, Long> reference = draws(UNIFORM, 100_000, random);
    double mean =
        IntStream.range(0, 500)
            .mapToDouble(
                k ->
                    Psi.ofCategories(
                            reference, draws(UNIFORM, 1000, random), new Draws(100_000, 1000), 10)
                        .raw())
            .average()
            .orElseThrow();
    assertThat(mean).isCloseTo(9 * (1e-5 + 1e-3), within(9e-4));
  }

  @Test
  void aShiftShows() {
    SplittableRandom random = new SplittableRandom(7);
    double[] shifted =
        DoubleStream.concat(DoubleStream.of(0.9), DoubleStream.generate(() -> 0.1 / 9).limit(9))
            .toArray();
    Map<Integer, Long> reference = draws(UNIFORM, 5000, random);
    Map<Integer, Long> other = draws(shifted, 100, random);
    assertThat(Psi.ofCategories(reference, other, new Draws(5000, 100), 10).corrected())
        .isGreaterThan(0.25);
    assertThat(Psi.ofNumbers(reference, other, 10).corrected()).isGreaterThan(0.25);
    // What the reference has not at all falls together with what it has rarely.
    assertThat(Psi.ofCategories(reference, Map.of(77, 100L), new Draws(5000, 100), 10).corrected())
        .isGreaterThan(1);
    assertThat(Psi.ofNumbers(Map.of(5, 100L), Map.of(5, 100L), 10).corrected()).isZero();
  }

  @Test
  void fewerDrawsThanCountsMakeItMoreCareful() {
    Map<Integer, Long> reference = Map.of(0, 500L, 1, 500L);
    Map<Integer, Long> other = Map.of(0, 600L, 1, 400L);
    double ofLetters = Psi.ofCategories(reference, other, new Draws(1000, 1000), 5).corrected();
    double ofNames = Psi.ofCategories(reference, other, new Draws(100, 100), 5).corrected();
    assertThat(ofLetters).isPositive();
    assertThat(ofNames).isZero();
  }

  @Test
  void numbersAreCutAtTheReferencesDeciles() {
    Map<Integer, Long> reference = new HashMap<>();
    IntStream.range(0, 100).forEach(k -> reference.put(k, 1L));
    Map<Integer, Long> low = new HashMap<>();
    IntStream.range(0, 10).forEach(k -> low.put(k, 10L));
    double first = 100.5 / 105;
    double own = 10.5 / 105;
    double none = 0.5 / 105;
    assertThat(Psi.ofNumbers(reference, low, 10).raw())
        .isCloseTo(
            (first - own) * Math.log(first / own) + 9 * (none - own) * Math.log(none / own),
            within(1e-12));
    // A length that half of all have leaves fewer bins.
    Map<Integer, Long> heavy = Map.of(1, 50L, 2, 25L, 3, 25L);
    assertThat(Psi.ofNumbers(heavy, heavy, 4).sampling())
        .isCloseTo(2 * Math.log(100) * 2 / 100, within(1e-9));
  }

  @Test
  void nothingSaysNothing() {
    Psi psi = Psi.ofCategories(Map.of(0, 10L), Map.of(), new Draws(10, 0), 10);
    assertThat(psi.corrected()).isZero();
    assertThat(Psi.ofNumbers(Map.of(), Map.of(3, 4L), 10).corrected()).isZero();
    assertThatThrownBy(() -> Psi.ofCategories(Map.of(), Map.of(), new Draws(1, 1), 1))
        .hasMessageContaining("at least 2");
  }
}
