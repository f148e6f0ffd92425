package org.spiketrain.data;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Numbers of one class's names in each split. In the protocol's order the first names train, the
 * next validate, the last test.
 */
public record SplitSizes(long train, long validation, long test) implements Serializable {
  /** Rounds down, as the tutorial's {@code int()} does. */
  public static SplitSizes tutorial(long names, double trainFraction, double validationFraction) {
    long first = (long) (trainFraction * names);
    long validation = (long) (validationFraction * first);
    return new SplitSizes(first - validation, validation, names - first);
  }

  /**
   * Rounds to the nearest sizes that sum up (largest remainder; of equal ones the earlier split),
   * then gives each split with a fraction above 0 one name at least, taken from the largest split,
   * as far as the names reach.
   */
  public static SplitSizes stratified(long names, double... shares) {
    long[] sizes = largestRemainder(names, shares);
    for (int split = 0; split < sizes.length; split++) {
      int largest = largest(Arrays.stream(sizes).asDoubleStream().toArray());
      if (shares[split] > 0 && sizes[split] == 0 && sizes[largest] > 1 && names >= sizes.length) {
        sizes[largest]--;
        sizes[split]++;
      }
    }
    return new SplitSizes(sizes[0], sizes[1], sizes[2]);
  }

  private static long[] largestRemainder(long names, double[] shares) {
    long[] sizes = new long[shares.length];
    double[] remainder = new double[shares.length];
    long left = names;
    for (int split = 0; split < shares.length; split++) {
      double quota = shares[split] * names;
      sizes[split] = Math.min(left, (long) quota);
      remainder[split] = shares[split] > 0 ? quota - sizes[split] : Double.NEGATIVE_INFINITY;
      left -= sizes[split];
    }
    for (; left > 0; left--) {
      int next = largest(remainder);
      sizes[next]++;
      remainder[next]--;
    }
    return sizes;
  }

  private static int largest(double[] values) {
    int largest = 0;
    for (int i = 1; i < values.length; i++) {
      largest = values[i] > values[largest] ? i : largest;
    }
    return largest;
  }

  /** The split of the name at this position in the protocol's order, from 0. */
  public Split splitAt(long position) {
    if (position < train) {
      return Split.TRAIN;
    }
    return position < train + validation ? Split.VALIDATION : Split.TEST;
  }

  /** Number of names in that split. */
  public long of(Split split) {
    return switch (split) {
      case TRAIN -> train;
      case VALIDATION -> validation;
      case TEST -> test;
    };
  }

  /** Number of names in all splits. */
  public long total() {
    return train + validation + test;
  }
}
