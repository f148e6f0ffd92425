package org.spiketrain.job.evaluate;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.spiketrain.model.frames.Example;
import org.spiketrain.model.metrics.MetricsAccumulator;
import org.spiketrain.model.zoo.FrameClassifier;

/** Lets a classifier predict a distributed data set and counts what comes out. */
public final class Evaluator {
  private Evaluator() {}

  /**
   * Counts the predictions of all examples. The counts do not depend on how the examples are spread
   * over partitions.
   *
   * @param examples labelled examples
   * @param classifier broadcast to the executors once
   * @param classes number of classes
   * @throws org.spiketrain.model.UserErrorException if the network has diverged
   */
  public static MetricsAccumulator count(
      JavaRDD<Example> examples, FrameClassifier classifier, int classes) {
    Broadcast<FrameClassifier> broadcast =
        JavaSparkContext.fromSparkContext(examples.context()).broadcast(classifier);
    try {
      return examples
          .mapPartitions(partition -> countPartition(partition, broadcast.value(), classes))
          .fold(new MetricsAccumulator(classes), MetricsAccumulator::merge);
    } finally {
      broadcast.destroy();
    }
  }

  private static Iterator<MetricsAccumulator> countPartition(
      Iterator<Example> examples, FrameClassifier classifier, int classes) {
    MetricsAccumulator counts = new MetricsAccumulator(classes);
    examples.forEachRemaining(
        example -> counts.add(example.label(), classifier.probabilitiesOf(example.frames())));
    return List.of(counts).iterator();
  }
}
