package org.spiketrain.evaluate.baseline;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.xxhash64;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.spiketrain.data.Split;

/**
 * What of a training split baselines are fitted to: all of it, of large ones a part. Which examples
 * these are, their partitions, and the order within them, follow from ids and seed alone, so that
 * the same is learnt however the split is spread.
 */
final class TrainingSample {
  /** About so many examples are taken of more. */
  static final long MOST = 200_000;

  private static final long BUCKETS = 1 << 20;

  private TrainingSample() {}

  /** Returns whether a part is taken. */
  static boolean isPart(BaselineTask task) {
    return total(task) > MOST;
  }

  /** The examples to be fitted to, all columns, in one partition and the order of their ids. */
  static Dataset<Row> of(Dataset<Row> train, BaselineTask task) {
    return (isPart(task) ? part(train, task) : train.coalesce(1)).sortWithinPartitions("id");
  }

  private static Dataset<Row> part(Dataset<Row> train, BaselineTask task) {
    Column hash = xxhash64(col("id"), lit(task.seed()));
    return train.where(pmod(hash, lit(BUCKETS)).lt(BUCKETS * MOST / total(task))).repartition(1);
  }

  private static long total(BaselineTask task) {
    return task.manifest().total(Split.TRAIN);
  }
}
