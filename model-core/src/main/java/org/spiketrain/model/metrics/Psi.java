package org.spiketrain.model.metrics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;

/**
 * Population stability index of two histograms: the sum over bins of {@code (q - p) ln(q / p)},
 * where p are the fractions of the reference and q those of the other. By custom a value below 0.1
 * is no change, one above 0.25 a large one; but two samples of one distribution differ as well. By
 * Yurdakul (2018, "Statistical properties of the population stability index", Western Michigan
 * University) the index of such samples, of n and m draws in B bins, is about {@code 1/n + 1/m}
 * times a chi-squared variable of B - 1 degrees of freedom, whose mean is {@code (B - 1)(1/n +
 * 1/m)}.
 *
 * <p>Half a count is added to each bin, so that no fraction is 0.
 *
 * @param raw the index, at least 0
 * @param sampling what samples of one distribution exceed only once in a hundred; infinite where
 *     there is no draw
 * @param corrected what of the index sampling does not explain: {@code raw - sampling}, at least 0
 */
public record Psi(double raw, double sampling, double corrected) {
  private static final double CONFIDENCE = 0.99;
  private static final double HALF = 0.5;

  private Psi(double raw, double sampling) {
    this(raw, sampling, Math.max(0, raw - sampling));
  }

  /**
   * Numbers of independent draws that two histograms have. Letters of a name are not independent:
   * there it is the number of names.
   *
   * @param reference draws of the reference
   * @param other draws of the other
   */
  public record Draws(long reference, long other) {}

  /**
   * The index of categories that have no order.
   *
   * @param reference counts by category
   * @param other counts by category
   * @param draws independent ones, at most as many as there are counts
   * @param most bins at most, at least 2: the most frequent categories of the reference, and one of
   *     all others
   */
  public static Psi ofCategories(
      Map<Integer, Long> reference, Map<Integer, Long> other, Draws draws, int most) {
    if (most < 2) {
      throw new IllegalArgumentException("%d bins: expected at least 2".formatted(most));
    }
    Map<Integer, Integer> bins = bins(reference, most);
    return of(bins.size() + 1, bin(reference, bins), bin(other, bins), draws);
  }

  /**
   * A category, and how much of all it is.
   *
   * @param before its fraction of the reference
   * @param now its fraction of the other
   */
  public record Moved(int category, double before, double now) {
    private double share() {
      return (now - before) * Math.log(now / before);
    }
  }

  /**
   * The categories that contribute most to the index of {@link #ofCategories}, the largest part
   * first; those that are no bins of their own are not among them.
   *
   * @param most bins at most, as there
   * @param count how many are asked for
   */
  public static List<Moved> mostMoved(
      Map<Integer, Long> reference, Map<Integer, Long> other, int most, int count) {
    Map<Integer, Integer> bins = bins(reference, most);
    long[] before = bin(reference, bins);
    long[] now = bin(other, bins);
    return bins.entrySet().stream()
        .map(
            bin ->
                new Moved(
                    bin.getKey(), fraction(before, bin.getValue()), fraction(now, bin.getValue())))
        .sorted(Comparator.comparing(Moved::share).reversed().thenComparing(Moved::category))
        .limit(count)
        .toList();
  }

  private static Map<Integer, Integer> bins(Map<Integer, Long> reference, int most) {
    Map<Integer, Integer> bins = new HashMap<>();
    reference.entrySet().stream()
        .sorted(
            Comparator.comparing(Map.Entry<Integer, Long>::getValue)
                .reversed()
                .thenComparing(Map.Entry::getKey))
        .limit(most - 1L)
        .forEach(category -> bins.put(category.getKey(), bins.size()));
    return bins;
  }

  /** Counts by bin; what has none of its own falls into the last. */
  private static long[] bin(Map<Integer, Long> counts, Map<Integer, Integer> bins) {
    long[] binned = new long[bins.size() + 1];
    counts.forEach((category, count) -> binned[bins.getOrDefault(category, bins.size())] += count);
    return binned;
  }

  /**
   * The index of numbers, such as lengths, each an independent draw.
   *
   * @param reference counts by number
   * @param other counts by number
   * @param most bins at most, at least 1, which hold equally many of the reference as far as equal
   *     numbers allow; 10 for deciles
   */
  public static Psi ofNumbers(Map<Integer, Long> reference, Map<Integer, Long> other, int most) {
    List<Integer> ends = ends(reference, most);
    Draws draws = new Draws(sum(reference), sum(other));
    return of(ends.size() + 1, cut(reference, ends), cut(other, ends), draws);
  }

  /** Last numbers of all bins but the last one. */
  private static List<Integer> ends(Map<Integer, Long> reference, int most) {
    List<Integer> ends = new ArrayList<>();
    long all = sum(reference);
    long below = 0;
    int filled = 0;
    for (Map.Entry<Integer, Long> number : new TreeMap<>(reference).entrySet()) {
      below += number.getValue();
      // A number that many have may fill several bins, of which there are fewer then.
      int now = (int) (below * most / all);
      if (now > filled && below < all) {
        ends.add(number.getKey());
        filled = now;
      }
    }
    return ends;
  }

  private static long sum(Map<Integer, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  private static long[] cut(Map<Integer, Long> counts, List<Integer> ends) {
    long[] binned = new long[ends.size() + 1];
    counts.forEach(
        (number, count) ->
            binned[(int) ends.stream().filter(end -> end < number).count()] += count);
    return binned;
  }

  private static Psi of(int bins, long[] reference, long[] other, Draws draws) {
    double raw = 0;
    for (int bin = 0; bin < bins; bin++) {
      double p = fraction(reference, bin);
      double q = fraction(other, bin);
      raw += (q - p) * Math.log(q / p);
    }
    return new Psi(raw, sampling(bins, draws));
  }

  private static double fraction(long[] counts, int bin) {
    double sum = 0;
    for (long count : counts) {
      sum += count + HALF;
    }
    return (counts[bin] + HALF) / sum;
  }

  private static double sampling(int bins, Draws draws) {
    if (bins == 1) {
      return 0;
    }
    double quantile = new ChiSquaredDistribution(bins - 1).inverseCumulativeProbability(CONFIDENCE);
    return quantile * (1.0 / draws.reference() + 1.0 / draws.other());
  }
}
