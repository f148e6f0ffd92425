package org.spiketrain.evaluate;

import static org.apache.spark.sql.functions.asc;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.desc;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Takes every name for one of the most frequent class of the training split. */
final class MajorityBaseline {
  private MajorityBaseline() {}

  /**
   * Accuracy on the test rows.
   *
   * @param train rows with {@code label}, at least one
   * @param test rows with {@code label}, at least one
   */
  static double accuracy(Dataset<Row> train, Dataset<Row> test) {
    int majority =
        train.groupBy("label").count().orderBy(desc("count"), asc("label")).first().getInt(0);
    return (double) test.filter(col("label").equalTo(majority)).count() / test.count();
  }

  /** The labels that occur, ascending. */
  static List<Integer> labels(Dataset<Row> rows) {
    return rows.select("label").distinct().orderBy("label").collectAsList().stream()
        .map(row -> row.getInt(0))
        .toList();
  }
}
