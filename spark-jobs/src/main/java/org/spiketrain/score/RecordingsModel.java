package org.spiketrain.score;

import java.util.List;
import org.spiketrain.data.events.EventTransform;
import org.spiketrain.model.zoo.FrameClassifier;
import org.spiketrain.results.CorpusTerms;

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
  public CorpusTerms terms() {
    return CorpusTerms.EVENTS;
  }
}
