package org.spiketrain.evaluate;

import java.util.Iterator;
import org.apache.spark.api.java.JavaRDD;
import org.spiketrain.model.frames.Example;
import org.spiketrain.model.metrics.ConfusionMatrix;
import org.spiketrain.model.metrics.MetricsAccumulator;
import org.spiketrain.model.zoo.FrameClassifier;
import org.spiketrain.model.zoo.LossAwareClassifier;
import org.spiketrain.results.SplitScores;

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
    return SharedPass.fold(
        examples,
        classifier,
        new MetricsAccumulator(classes),
        (partition, broadcast) -> countPartition(partition, broadcast, classes),
        MetricsAccumulator::merge);
  }

  /**
   * Loss and accuracy of a network over all examples, in one pass. They do not depend on how the
   * examples are spread over partitions, to the last bit.
   *
   * @param examples labelled examples, at least one
   * @param network broadcast to the executors once
   * @param classes number of classes
   * @throws org.spiketrain.model.UserErrorException if the network has diverged
   */
  public static SplitScores scores(
      JavaRDD<Example> examples, LossAwareClassifier network, int classes) {
    LossCounts counts =
        SharedPass.fold(
            examples,
            network,
            LossCounts.of(classes),
            (partition, broadcast) -> judgePartition(partition, broadcast, classes),
            LossCounts::merge);
    ConfusionMatrix confusion = counts.predictions().confusion();
    return new SplitScores(counts.loss().value(), confusion.correct() / (double) confusion.total());
  }

  /** Counts as {@link #count} does, and how often the neurons of the layers fire as well. */
  static ObservedCounts observe(
      JavaRDD<Example> examples, FrameClassifier classifier, int classes) {
    return SharedPass.fold(
        examples,
        classifier,
        ObservedCounts.of(classifier, classes),
        (partition, broadcast) -> observePartition(partition, broadcast, classes),
        ObservedCounts::merge);
  }

  private static MetricsAccumulator countPartition(
      Iterator<Example> examples, FrameClassifier classifier, int classes) {
    MetricsAccumulator counts = new MetricsAccumulator(classes);
    examples.forEachRemaining(
        example -> counts.add(example.label(), classifier.probabilitiesOf(example.frames())));
    return counts;
  }

  private static LossCounts judgePartition(
      Iterator<Example> examples, LossAwareClassifier network, int classes) {
    LossCounts counts = LossCounts.of(classes);
    examples.forEachRemaining(example -> counts.add(example, network));
    return counts;
  }

  private static ObservedCounts observePartition(
      Iterator<Example> examples, FrameClassifier classifier, int classes) {
    ObservedCounts counts = ObservedCounts.of(classifier, classes);
    examples.forEachRemaining(example -> counts.add(example, classifier));
    return counts;
  }
}
