package org.spiketrain.evaluate.baseline;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.lit;

import java.util.Arrays;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The shares of the classes in the training split for every example, so that its answer is the most
 * frequent class, of equally frequent ones the lowest.
 */
final class Majority implements Baseline {
  @Override
  public String key() {
    return "majority";
  }

  @Override
  public String title() {
    return "always the most frequent class";
  }

  @Override
  public FittedBaseline fit(Dataset<Row> train, BaselineTask task) {
    double[] counts = new double[task.classes()];
    train
        .groupBy("label")
        .count()
        .collectAsList()
        .forEach(row -> counts[row.getInt(0)] = row.getLong(1));
    Column[] shares =
        Arrays.stream(Probabilities.shares(counts))
            .mapToObj(share -> lit(share))
            .toArray(Column[]::new);
    return (rows, column) -> rows.withColumn(column, array(shares));
  }
}
