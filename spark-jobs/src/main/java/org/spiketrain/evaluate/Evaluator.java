package org.spiketrain.evaluate;

import java.io.Serializable;
import java.util.Iterator;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.api.java.function.Function3;
import org.apache.spark.broadcast.Broadcast;
import org.spiketrain.model.frames.Example;
import org.spiketrain.model.loss.PredictionWithLoss;
import org.spiketrain.model.metrics.AccuracyOverTime;
import org.spiketrain.model.metrics.ActivityCounts;
import org.spiketrain.model.metrics.ConfusionMatrix;
import org.spiketrain.model.metrics.MeanLoss;
import org.spiketrain.model.metrics.MetricsAccumulator;
import org.spiketrain.model.zoo.FrameClassifier;
import org.spiketrain.model.zoo.SpikingClassifier;
import org.spiketrain.results.HistoryRow.SplitScores;

/** Lets a classifier predict a distributed data set and counts what comes out. */
public final class Evaluator {
  private Evaluator() {}

  /**
   * Counts all examples in one pass.
   *
   * @param network broadcast to the executors once
   * @param nothing the counts of no examples
   * @param merge must give the same in any order
   */
  public static <N extends Serializable, T> T fold(
      JavaRDD<Example> examples,
      N network,
      T nothing,
      Function3<T, Example, N, T> add,
      Function2<T, T, T> merge) {
    Broadcast<N> broadcast =
        JavaSparkContext.fromSparkContext(examples.context()).broadcast(network);
    try {
      return examples.aggregate(
          nothing, (counts, example) -> add.call(counts, example, broadcast.value()), merge);
    } finally {
      broadcast.destroy();
    }
  }

  /**
   * Counts the predictions of all examples. The counts do not depend on how the examples are spread
   * over partitions.
   *
   * @param classifier broadcast to the executors once
   * @throws org.spiketrain.model.UserErrorException if the network has diverged
   */
  public static MetricsAccumulator count(
      JavaRDD<Example> examples, FrameClassifier classifier, int classes) {
    return count(examples, classifier, new MetricsAccumulator(classes));
  }

  /**
   * The same.
   *
   * @param nothing the counts of no examples
   */
  static MetricsAccumulator count(
      JavaRDD<Example> examples, FrameClassifier classifier, MetricsAccumulator nothing) {
    return fold(
        examples,
        classifier,
        nothing,
        (counts, example, network) -> {
          counts.add(example.label(), network.probabilitiesOf(example.frames()));
          return counts;
        },
        MetricsAccumulator::merge);
  }

  /**
   * Loss and accuracy of a network over all examples, in one pass. They do not depend on how the
   * examples are spread over partitions, to the last bit.
   *
   * @param examples labelled examples, at least one
   * @param network broadcast to the executors once
   * @throws org.spiketrain.model.UserErrorException if the network has diverged
   */
  public static SplitScores scores(
      JavaRDD<Example> examples, SpikingClassifier network, int classes) {
    return fold(examples, network, LossCounts.none(classes), LossCounts::add, LossCounts::merge)
        .scores();
  }

  /** The same of examples that are all here, in the thread that calls. */
  public static SplitScores scores(
      Iterator<Example> examples, SpikingClassifier network, int classes) {
    LossCounts counts = LossCounts.none(classes);
    examples.forEachRemaining(example -> counts.add(example, network));
    return counts.scores();
  }

  private record LossCounts(MetricsAccumulator predictions, MeanLoss loss) implements Serializable {
    static LossCounts none(int classes) {
      return new LossCounts(new MetricsAccumulator(classes), new MeanLoss());
    }

    SplitScores scores() {
      ConfusionMatrix confusion = predictions.confusion();
      return new SplitScores(loss.value(), confusion.correct() / (double) confusion.total());
    }

    LossCounts add(Example example, SpikingClassifier network) {
      PredictionWithLoss judgement = network.judge(example.frames(), example.label());
      predictions.add(example.label(), judgement.probabilities());
      loss.add(judgement.loss());
      return this;
    }

    LossCounts merge(LossCounts other) {
      predictions.merge(other.predictions);
      loss.merge(other.loss);
      return this;
    }
  }

  /**
   * Predictions, how often the neurons of the layers fire, and how often the answer after each time
   * step is right, where there is one.
   */
  record ObservedCounts(
      MetricsAccumulator predictions, ActivityCounts activity, AccuracyOverTime overTime)
      implements Serializable {
    static ObservedCounts none(FrameClassifier classifier, int classes, double noneBelow) {
      return new ObservedCounts(
          new MetricsAccumulator(classes, noneBelow),
          new ActivityCounts(classifier.spikingLayers()),
          new AccuracyOverTime());
    }

    /** Counts one example, and returns the probabilities of its classes. */
    float[] observe(Example example, FrameClassifier classifier) {
      float[][] over = classifier.probabilitiesOverTime(example.frames(), activity::add);
      float[] last =
          over.length == 0
              ? classifier.probabilitiesOf(example.frames(), activity::add)
              : over[over.length - 1];
      predictions.add(example.label(), last);
      if (over.length > 0) {
        overTime.add(example.label(), over);
      }
      return last;
    }

    ObservedCounts merge(ObservedCounts other) {
      predictions.merge(other.predictions);
      activity.merge(other.activity);
      overTime.merge(other.overTime);
      return this;
    }
  }
}
