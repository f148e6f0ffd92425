package org.spiketrain.model.metrics;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Probabilities of several tests, adjusted so that it stays as improbable that one of them is below
 * a level by chance (Holm 1979, "A simple sequentially rejective multiple test procedure").
 */
public final class Holm {
  private Holm() {}

  /**
   * Adjusts: the smallest is multiplied by the number of tests, the next one by one less, and so
   * on; none is below a smaller one's, none above 1.
   *
   * @param probabilities of the tests, in any order
   * @return in the same order
   */
  public static double[] adjusted(double... probabilities) {
    List<Integer> ascending =
        IntStream.range(0, probabilities.length)
            .boxed()
            .sorted(Comparator.comparingDouble(k -> probabilities[k]))
            .toList();
    double[] adjusted = new double[probabilities.length];
    double least = 0;
    for (int rank = 0; rank < adjusted.length; rank++) {
      int k = ascending.get(rank);
      least = Math.max(least, Math.min(1, (adjusted.length - rank) * probabilities[k]));
      adjusted[k] = least;
    }
    return adjusted;
  }
}
