package org.spiketrain.model.metrics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.math3.distribution.BetaDistribution;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.apache.commons.math3.util.FastMath;

/**
 * Percentile bootstrap (Efron 1979, "Bootstrap methods: another look at the jackknife") of counts:
 * as many examples as there are, drawn from them with replacement, fall into cells as a multinomial
 * variable does, so that the cells' counts are all that is needed of the examples. The same counts
 * and seed give the same draws.
 */
final class Bootstrap {
  static final int DRAWS = 1000;
  static final double CONFIDENCE = 0.95;

  /** Where fewer are expected, a binomial variable is found by walking up from 0. */
  private static final double WALKED = 30;

  private Bootstrap() {}

  /**
   * Draws counts and computes something of each.
   *
   * @param cells counts, at least 0
   * @param figure of drawn counts, in the order of the cells; it may not keep the array
   */
  static <T> List<T> draws(long[] cells, long seed, Function<long[], T> figure) {
    RandomGenerator random = new Well19937c(seed);
    // The fullest first: few are left for the many that hardly any fall into.
    int[] order =
        IntStream.range(0, cells.length)
            .filter(cell -> cells[cell] > 0)
            .boxed()
            .sorted(Comparator.comparingLong((Integer cell) -> -cells[cell]))
            .mapToInt(Integer::intValue)
            .toArray();
    long all = Arrays.stream(cells).sum();
    long[] drawn = new long[cells.length];
    return Stream.generate(
            () -> {
              multinomial(cells, order, all, drawn, random);
              return figure.apply(drawn);
            })
        .limit(DRAWS)
        .toList();
  }

  private static void multinomial(
      long[] cells, int[] order, long all, long[] drawn, RandomGenerator random) {
    long left = all;
    long weight = all;
    for (int cell : order) {
      long here =
          cells[cell] == weight ? left : binomial(left, cells[cell] / (double) weight, random);
      drawn[cell] = here;
      left -= here;
      weight -= cells[cell];
    }
  }

  /**
   * A binomial variable. Many trials are halved by their median, which is a beta variable (Knuth,
   * The Art of Computer Programming, volume 2, section 3.4.1).
   */
  static long binomial(long trials, double probability, RandomGenerator random) {
    long successes = 0;
    long n = trials;
    double p = probability;
    while (n * Math.min(p, 1 - p) > WALKED) {
      long below = n / 2;
      long above = n - 1 - below;
      double median = new BetaDistribution(random, below + 1.0, above + 1.0).sample();
      if (p < median) {
        n = below;
        p = p / median;
      } else {
        successes += below + 1;
        n = above;
        p = (p - median) / (1 - median);
      }
    }
    return successes + (p > 0.5 ? n - walk(n, 1 - p, random) : walk(n, p, random));
  }

  /** Adds up probabilities of 0, 1, ... successes until they exceed a uniform variable. */
  private static long walk(long trials, double probability, RandomGenerator random) {
    double odds = probability / (1 - probability);
    double mass = FastMath.exp(trials * FastMath.log1p(-probability));
    double left = random.nextDouble();
    long successes = 0;
    while (left > mass && successes < trials) {
      left -= mass;
      successes++;
      mass *= odds * (trials - successes + 1) / successes;
    }
    return successes;
  }

  /** The interval with as many draws below as above, interpolated as numpy's quantiles are. */
  static Interval percentiles(double[] draws) {
    double[] sorted = draws.clone();
    Arrays.sort(sorted);
    double outside = (1 - CONFIDENCE) / 2;
    return new Interval(quantile(sorted, outside), quantile(sorted, 1 - outside));
  }

  private static double quantile(double[] sorted, double fraction) {
    double place = fraction * (sorted.length - 1);
    int below = (int) Math.min(place, sorted.length - 2.0);
    return sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]);
  }
}
