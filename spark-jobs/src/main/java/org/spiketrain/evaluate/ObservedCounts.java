package org.spiketrain.evaluate;

import java.io.Serializable;
import org.spiketrain.model.frames.Example;
import org.spiketrain.model.metrics.ActivityCounts;
import org.spiketrain.model.metrics.MetricsAccumulator;
import org.spiketrain.model.zoo.FrameClassifier;

/**
 * What a classifier predicted, and how its layers fired meanwhile.
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
