package org.spiketrain.evaluate;

import java.io.Serializable;
import org.spiketrain.model.frames.Example;
import org.spiketrain.model.loss.PredictionWithLoss;
import org.spiketrain.model.metrics.MeanLoss;
import org.spiketrain.model.metrics.MetricsAccumulator;
import org.spiketrain.model.zoo.LossAwareClassifier;

/**
 * What a network predicted, and how wrong that was.
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
