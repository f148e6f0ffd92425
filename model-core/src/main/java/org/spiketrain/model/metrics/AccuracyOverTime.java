package org.spiketrain.model.metrics;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Counts how many examples are answered rightly after each time step. An example that is over keeps
 * its last answer. Counts of parts of a data set merge into that of the whole, in any order.
 */
public final class AccuracyOverTime implements Serializable {
  private static final long serialVersionUID = 1L;

  /** By how much more examples are answered rightly with each step than with the one before. */
  private long[] gained = {};

  private long examples;

  /**
   * Counts one example.
   *
   * @param label its true class
   * @param probabilities after each time step, at least one, one value per class; of equal values
   *     the lower class wins
   */
  public void add(int label, float[][] probabilities) {
    if (gained.length < probabilities.length) {
      gained = Arrays.copyOf(gained, probabilities.length);
    }
    examples++;
    int before = 0;
    for (int t = 0; t < probabilities.length; t++) {
      int right = TopClasses.of(probabilities[t], 1)[0] == label ? 1 : 0;
      gained[t] += right - before;
      before = right;
    }
  }

  /** Adds the counts of another one to this one. */
  public void merge(AccuracyOverTime other) {
    gained = Arrays.copyOf(gained, Math.max(gained.length, other.gained.length));
    for (int t = 0; t < other.gained.length; t++) {
      gained[t] += other.gained[t];
    }
    examples += other.examples;
  }

  /** Accuracy after each time step of the longest example; empty if there was none. */
  public double[] accuracies() {
    long[] right = gained.clone();
    Arrays.parallelPrefix(right, Long::sum);
    return IntStream.range(0, right.length)
        .mapToDouble(t -> right[t] / (double) examples)
        .toArray();
  }
}
