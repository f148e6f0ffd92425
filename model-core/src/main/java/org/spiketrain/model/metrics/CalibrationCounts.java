package org.spiketrain.model.metrics;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts how often answers of some confidence are right. Counts of parts of a data set merge into
 * those of the whole, in any order, to the last bit.
 */
public final class CalibrationCounts implements Serializable {
  private static final long serialVersionUID = 1L;

  /** As in the tables of Guo et al. 2017. */
  static final int BINS = 15;

  /** Confidences are added as whole numbers of this part of 1, exactly and so in any order. */
  private static final double UNIT = 0x1p-32;

  private final long[] examples = new long[BINS];
  private final long[] right = new long[BINS];
  private final long[] confidences = new long[BINS];

  /**
   * Counts one example.
   *
   * @param confidence probability of the most probable class, in [0, 1] but for rounding
   * @param isRight whether that is its class
   * @return these counts
   */
  public CalibrationCounts add(double confidence, boolean isRight) {
    double within = Math.max(0, Math.min(1, confidence));
    int bin = Math.max(0, (int) Math.ceil(within * BINS) - 1);
    examples[bin]++;
    right[bin] += isRight ? 1 : 0;
    confidences[bin] += Math.round(within / UNIT);
    return this;
  }

  /** Adds the counts of another one to these, and returns these. */
  public CalibrationCounts merge(CalibrationCounts other) {
    for (int bin = 0; bin < BINS; bin++) {
      examples[bin] += other.examples[bin];
      right[bin] += other.right[bin];
      confidences[bin] += other.confidences[bin];
    }
    return this;
  }

  /** What they say. */
  public Calibration calibration() {
    List<Calibration.Bin> bins = new ArrayList<>();
    for (int bin = 0; bin < BINS; bin++) {
      double many = Math.max(1, examples[bin]);
      bins.add(
          new Calibration.Bin(
              bin / (double) BINS,
              (bin + 1) / (double) BINS,
              examples[bin],
              confidences[bin] * UNIT / many,
              right[bin] / many));
    }
    return Calibration.of(bins);
  }
}
