package org.spiketrain.job.score;

import java.util.List;
import org.spiketrain.job.report.Terms;
import org.spiketrain.model.zoo.FrameClassifier;
import org.spiketrain.preprocess.transform.EventTransform;

/**
 * What it takes to score a recording of events.
 *
 * @param classifier the network
 * @param transform makes the network's input from a recording
 * @param classes names of the classes, in label order
 */
public record RecordingsModel(
    FrameClassifier classifier, EventTransform.Settings transform, List<String> classes)
    implements ScoringModel {
  public RecordingsModel {
    classes = List.copyOf(classes);
  }

  @Override
  public Terms terms() {
    return Terms.EVENTS;
  }
}
