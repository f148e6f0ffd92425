package org.spiketrain.evaluate;

import java.io.Serializable;
import java.util.Iterator;
import org.apache.spark.api.java.JavaRDD;
import org.spiketrain.model.frames.Example;
import org.spiketrain.model.loss.PredictionWithLoss;
import org.spiketrain.model.metrics.ActivityCounts;
import org.spiketrain.model.metrics.ConfusionMatrix;
import org.spiketrain.model.metrics.MeanLoss;
import org.spiketrain.model.metrics.MetricsAccumulator;
import org.spiketrain.model.zoo.FrameClassifier;
import org.spiketrain.model.zoo.LossAwareClassifier;
import org.spiketrain.results.HistoryRow.SplitScores;

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

  /**
   * Predictions of a network and their mean loss.
   *
   * @param predictions counts of the predictions
   * @param loss mean of the loss that the network is trained with
   */
  record LossCounts(MetricsAccumulator predictions, MeanLoss loss) implements Serializable {
    /** The counts of a network that has seen nothing. */
    static LossCounts of(int classes) {
      return new LossCounts(new MetricsAccumulator(classes), new MeanLoss());
    }

    void add(Example example, LossAwareClassifier network) {
      PredictionWithLoss judgement = network.judge(example.frames(), example.label());
      predictions.add(example.label(), judgement.probabilities());
      loss.add(judgement.loss());
    }

    LossCounts merge(LossCounts other) {
      predictions.merge(other.predictions);
      loss.merge(other.loss);
      return this;
    }
  }

  /**
   * Predictions of a classifier and the spikes of its layers.
   *
   * @param predictions counts of the predictions
   * @param activity counts of the spikes
   */
  record ObservedCounts(MetricsAccumulator predictions, ActivityCounts activity)
      implements Serializable {
    /** The counts of a classifier that has seen nothing. */
    static ObservedCounts of(FrameClassifier classifier, int classes) {
      return new ObservedCounts(
          new MetricsAccumulator(classes), new ActivityCounts(classifier.spikingLayers()));
    }

    void add(Example example, FrameClassifier classifier) {
      predictions.add(example.label(), classifier.probabilitiesOf(example.frames(), activity::add));
    }

    ObservedCounts merge(ObservedCounts other) {
      predictions.merge(other.predictions);
      activity.merge(other.activity);
      return this;
    }
  }
}
