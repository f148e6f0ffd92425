package org.spiketrain.evaluate;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;
import org.spiketrain.model.frames.Example;

/** One pass over a distributed data set with something that all tasks share. */
public final class SharedPass {
  private SharedPass() {}

  /**
   * Counts every partition and merges the counts.
   *
   * @param shared broadcast to the executors once
   * @param nothing the counts of no examples
   * @param count counts the examples of a partition
   * @param merge must give the same in any order
   */
  public static <S extends Serializable, T> T fold(
      JavaRDD<Example> examples,
      S shared,
      T nothing,
      Function2<Iterator<Example>, S, T> count,
      Function2<T, T, T> merge) {
    Broadcast<S> broadcast =
        JavaSparkContext.fromSparkContext(examples.context()).broadcast(shared);
    try {
      return examples
          .mapPartitions(partition -> List.of(count.call(partition, broadcast.value())).iterator())
          .fold(nothing, merge);
    } finally {
      broadcast.destroy();
    }
  }
}
