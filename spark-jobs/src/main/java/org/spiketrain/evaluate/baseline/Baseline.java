package org.spiketrain.evaluate.baseline;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A classifier without spikes that a network is compared with. */
public interface Baseline {
  /** What it is called in {@code metrics.json} and in {@code evaluation.baselines}. */
  String key();

  /** What it is called in reports. */
  String title();

  /**
   * Fits it to the training split.
   *
   * @param train frames with {@code label} and the columns of their kind
   */
  FittedBaseline fit(Dataset<Row> train, BaselineTask task);

  /**
   * Whether it is fitted as if all classes were equally frequent, so that its answers are for equal
   * shares of the classes and not for those of the training split.
   */
  default boolean isBalanced() {
    return false;
  }
}
