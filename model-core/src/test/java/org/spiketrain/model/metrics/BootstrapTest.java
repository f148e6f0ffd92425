package org.spiketrain.model.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.random.Well19937c;
import org.apache.commons.math3.stat.inference.ChiSquareTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BootstrapTest {
  /** Few that are walked to, and many that are halved first. */
  @ParameterizedTest
  @CsvSource({"10, 0.3", "40, 0.9", "200, 0.5", "5000, 0.013", "100000, 0.4"})
  void binomialVariablesFollowTheirDistribution(int trials, double probability) {
    BinomialDistribution binomial = new BinomialDistribution(null, trials, probability);
    int[] ends = new int[9];
    Arrays.setAll(ends, i -> binomial.inverseCumulativeProbability((i + 1) / 10.0));
    int[] distinct = Arrays.stream(ends).distinct().toArray();
    double[] expected = new double[distinct.length + 1];
    for (int bin = 0; bin <= distinct.length; bin++) {
      double above = bin == distinct.length ? 1 : binomial.cumulativeProbability(distinct[bin]);
      double below = bin == 0 ? 0 : binomial.cumulativeProbability(distinct[bin - 1]);
      expected[bin] = above - below;
    }
    long[] observed = new long[expected.length];
    Well19937c random = new Well19937c(7);
    for (int i = 0; i < 20_000; i++) {
      long drawn = Bootstrap.binomial(trials, probability, random);
      assertThat(drawn).isBetween(0L, (long) trials);
      observed[(int) Arrays.stream(distinct).filter(end -> end < drawn).count()]++;
    }

    assertThat(new ChiSquareTest().chiSquareTest(expected, observed)).isGreaterThan(0.001);
  }

  @Property(tries = 20)
  void eachDrawHasAsManyExamples(
      @ForAll @Size(min = 1, max = 12) List<@IntRange(max = 400) Integer> counts) {
    long[] cells = counts.stream().mapToLong(Integer::longValue).toArray();
    long all = Arrays.stream(cells).sum();

    List<long[]> draws = Bootstrap.draws(cells, 5, long[]::clone);

    assertThat(draws).hasSize(Bootstrap.DRAWS);
    for (long[] drawn : draws) {
      assertThat(Arrays.stream(drawn).sum()).isEqualTo(all);
      for (int cell = 0; cell < cells.length; cell++) {
        assertThat(drawn[cell]).isBetween(0L, cells[cell] == 0 ? 0 : all);
      }
    }
  }

  @Test
  void cellsHaveTheirShareOnAverage() {
    long[] cells = {1, 700, 20, 279};

    List<long[]> draws = Bootstrap.draws(cells, 1, long[]::clone);

    for (int cell = 0; cell < cells.length; cell++) {
      int here = cell;
      double mean = draws.stream().mapToLong(drawn -> drawn[here]).average().orElseThrow();
      assertThat(mean).isCloseTo((double) cells[cell], within(4 * Math.sqrt(cells[cell] / 1000.0)));
    }
  }

  /** numpy.quantile(range(1, 12), [0.025, 0.975]). */
  @Test
  void percentilesAreThoseOfNumpy() {
    double[] draws = {11, 2, 9, 4, 7, 6, 5, 8, 3, 10, 1};

    Interval interval = Bootstrap.percentiles(draws);

    assertThat(interval.low()).isCloseTo(1.25, within(1e-12));
    assertThat(interval.high()).isCloseTo(10.75, within(1e-12));
  }
}
