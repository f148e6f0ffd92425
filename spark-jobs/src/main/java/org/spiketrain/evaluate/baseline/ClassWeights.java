package org.spiketrain.evaluate.baseline;

import java.util.Arrays;

/** What the losses of the examples of a class are multiplied by. */
enum ClassWeights {
  /** 1. */
  PLAIN,
  /** So much that all classes weigh the same in sum, and an example 1 on average. */
  BALANCED;

  /**
   * The weights of the classes.
   *
   * @param counts number of examples by class
   */
  double[] of(long[] counts) {
    double all = Arrays.stream(counts).sum();
    double present = Arrays.stream(counts).filter(count -> count > 0).count();
    return Arrays.stream(counts)
        .mapToDouble(count -> this == PLAIN || count == 0 ? 1 : all / (present * count))
        .toArray();
  }
}
