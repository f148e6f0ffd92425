package org.spiketrain.job.evaluate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.spiketrain.model.frames.Example;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.model.metrics.MetricsAccumulator;
import org.spiketrain.model.zoo.ClassifierSource;
import org.spiketrain.model.zoo.FrameClassifier;
import org.spiketrain.model.zoo.LengthSortedClassifier;

/** Lets a classifier predict a distributed data set and counts what comes out. */
public final class Evaluator {
  private static final int BATCH = 256;

  /** Examples held in memory at a time: enough to find batches of equal length among them. */
  private static final int CHUNK = 16 * BATCH;

  private Evaluator() {}

  /**
   * Counts the predictions of all examples. The counts do not depend on how the examples are spread
   * over partitions.
   *
   * @param examples labelled examples
   * @param classifier broadcast to the executors once, opened once per task
   * @param classes number of classes
   */
  public static MetricsAccumulator count(
      JavaRDD<Example> examples, ClassifierSource classifier, int classes) {
    Broadcast<ClassifierSource> source =
        JavaSparkContext.fromSparkContext(examples.context()).broadcast(classifier);
    try {
      return examples
          .mapPartitions(partition -> countPartition(partition, source.value(), classes))
          .fold(new MetricsAccumulator(classes), MetricsAccumulator::merge);
    } finally {
      source.destroy();
    }
  }

  private static Iterator<MetricsAccumulator> countPartition(
      Iterator<Example> examples, ClassifierSource source, int classes) {
    if (!examples.hasNext()) {
      return Collections.emptyIterator();
    }
    FrameClassifier classifier = new LengthSortedClassifier(source.open(), BATCH);
    MetricsAccumulator counts = new MetricsAccumulator(classes);
    List<Example> chunk = new ArrayList<>(CHUNK);
    while (examples.hasNext()) {
      chunk.add(examples.next());
      if (chunk.size() == CHUNK || !examples.hasNext()) {
        countChunk(chunk, classifier, counts);
        chunk.clear();
      }
    }
    return Collections.singleton(counts).iterator();
  }

  private static void countChunk(
      List<Example> chunk, FrameClassifier classifier, MetricsAccumulator counts) {
    List<SpikeFrames> frames = chunk.stream().map(Example::frames).toList();
    float[][] probabilities = classifier.probabilities(frames);
    for (int i = 0; i < chunk.size(); i++) {
      counts.add(chunk.get(i).label(), probabilities[i]);
    }
  }
}
