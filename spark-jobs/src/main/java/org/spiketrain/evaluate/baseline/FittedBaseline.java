package org.spiketrain.evaluate.baseline;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A {@link Baseline} that answers. */
public interface FittedBaseline {
  /**
   * Adds its answers. Equal rows get equal answers, however they are spread over partitions.
   *
   * @param rows frames as those it was fitted to
   * @param column name of a column that is added, an array of doubles: the probability of each
   *     class, or its score made one by a softmax
   * @return the rows with all their columns and this one
   */
  Dataset<Row> answer(Dataset<Row> rows, String column);
}
