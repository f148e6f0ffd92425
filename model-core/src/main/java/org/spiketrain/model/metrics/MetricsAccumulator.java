package org.spiketrain.model.metrics;

import java.io.Serializable;
import java.util.stream.IntStream;

/**
 * Counts of predictions, from which {@link ClassificationMetrics} are computed. Accumulators of
 * parts of a data set merge into that of the whole, in any order.
 */
public final class MetricsAccumulator implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Classes of which one has to be the true one. */
  static final int TOP = 3;

  private final ConfusionMatrix confusion;
  private long inTopThree;

  /** An accumulator of so many classes, at least 1, that has seen nothing. */
  public MetricsAccumulator(int classes) {
    this.confusion = new ConfusionMatrix(classes);
  }

  /**
   * Counts one example.
   *
   * @param label its true class
   * @param probabilities one value per class; of equal values the lower class wins
   * @return this accumulator
   * @throws IllegalArgumentException if there is not one probability per class
   * @throws org.spiketrain.model.UserErrorException if one is NaN: the network has diverged
   */
  public MetricsAccumulator add(int label, float[] probabilities) {
    if (probabilities.length != confusion.classes()) {
      throw new IllegalArgumentException(
          "%d probabilities for %d classes".formatted(probabilities.length, confusion.classes()));
    }
    int[] top = TopClasses.of(probabilities, TOP);
    confusion.add(label, top[0]);
    if (IntStream.of(top).anyMatch(c -> c == label)) {
      inTopThree++;
    }
    return this;
  }

  /** Adds the counts of another accumulator to this one, and returns this one. */
  public MetricsAccumulator merge(MetricsAccumulator other) {
    confusion.merge(other.confusion);
    inTopThree += other.inTopThree;
    return this;
  }

  /** The counts so far; row = true class. */
  public ConfusionMatrix confusion() {
    return confusion;
  }

  /** Number of examples whose true class was among the three most probable. */
  public long inTopThree() {
    return inTopThree;
  }
}
