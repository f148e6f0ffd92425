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

  private final int classes;
  private final double noneBelow;
  private final ConfusionMatrix confusion;
  private final CalibrationCounts calibration = new CalibrationCounts();
  private long inTopThree;

  /** An accumulator of so many classes, at least 1, that has seen nothing. */
  public MetricsAccumulator(int classes) {
    this(classes, 0);
  }

  /**
   * An accumulator that takes an answer whose probability is below {@code noneBelow}, in [0, 1],
   * for none.
   */
  public MetricsAccumulator(int classes, double noneBelow) {
    this.classes = classes;
    this.noneBelow = noneBelow;
    this.confusion = new ConfusionMatrix(noneBelow > 0 ? classes + 1 : classes);
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
    return add(label, TopClasses.exact(probabilities));
  }

  /** The same of more exact probabilities. */
  public MetricsAccumulator add(int label, double[] probabilities) {
    if (probabilities.length != classes) {
      throw new IllegalArgumentException(
          "%d probabilities for %d classes".formatted(probabilities.length, classes));
    }
    int[] top = TopClasses.of(probabilities, TOP);
    double confidence = probabilities[top[0]];
    // An example that could not be read has no confidence at all.
    if (confidence > 0) {
      calibration.add(confidence, top[0] == label);
    }
    if (confidence < noneBelow) {
      confusion.add(label, classes);
    } else {
      confusion.add(label, top[0]);
      inTopThree += IntStream.of(top).anyMatch(c -> c == label) ? 1 : 0;
    }
    return this;
  }

  /** Adds the counts of another accumulator to this one, and returns this one. */
  public MetricsAccumulator merge(MetricsAccumulator other) {
    confusion.merge(other.confusion);
    calibration.merge(other.calibration);
    inTopThree += other.inTopThree;
    return this;
  }

  /**
   * The counts so far; row = true class. Where an answer may be none, that is one more column, and
   * its row is empty.
   */
  public ConfusionMatrix confusion() {
    return confusion;
  }

  /** How confident the answers were, those too that were taken for none. */
  public Calibration calibration() {
    return calibration.calibration();
  }

  /** Number of examples with an answer whose true class was among the three most probable. */
  public long inTopThree() {
    return inTopThree;
  }
}
