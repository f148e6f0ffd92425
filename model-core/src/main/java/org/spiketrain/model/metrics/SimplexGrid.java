package org.spiketrain.model.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Evenly spaced weights that sum to 1. */
public final class SimplexGrid {
  /** Steps that 1 is cut into: the finest that gives few enough points is taken. */
  private static final int[] CUTS = {20, 10, 5, 4, 2, 1};

  private static final int MOST_POINTS = 300;

  private SimplexGrid() {}

  /**
   * All weights of so many members in steps of 0.05 or, with four members and more, in coarser
   * ones; those that are the most equal first.
   *
   * @param members 1 to 16
   */
  public static List<double[]> of(int members) {
    int cuts =
        Arrays.stream(CUTS)
            .filter(n -> points(n, members) <= MOST_POINTS)
            .findFirst()
            .orElseThrow();
    List<int[]> parts = new ArrayList<>();
    collect(cuts, new int[members], 0, parts);
    // The sort is stable, so that the order is the same everywhere.
    parts.sort(Comparator.comparingLong(SimplexGrid::squares));
    return parts.stream()
        .map(one -> Arrays.stream(one).mapToDouble(part -> (double) part / cuts).toArray())
        .toList();
  }

  /** Number of ways to cut n steps into parts: n + members - 1 over members - 1. */
  private static long points(int n, int members) {
    long ways = 1;
    for (int k = 1; k < members; k++) {
      ways = ways * (n + k) / k;
    }
    return ways;
  }

  private static void collect(int left, int[] parts, int from, List<int[]> all) {
    if (from == parts.length - 1) {
      parts[from] = left;
      all.add(parts.clone());
      return;
    }
    for (int part = left; part >= 0; part--) {
      parts[from] = part;
      collect(left - part, parts, from + 1, all);
    }
  }

  private static long squares(int[] parts) {
    return Arrays.stream(parts).mapToLong(part -> (long) part * part).sum();
  }
}
