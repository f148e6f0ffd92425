package org.spiketrain.job.score;

import java.io.Serializable;
import java.util.List;
import org.spiketrain.model.encode.LetterEncoder;
import org.spiketrain.model.zoo.FrameClassifier;

/**
 * What it takes to score a name, as it is broadcast to the executors.
 *
 * @param classifier the network
 * @param letters makes the network's input from a name
 * @param classes names of the classes, in label order
 */
public record ScoringModel(FrameClassifier classifier, LetterEncoder letters, List<String> classes)
    implements Serializable {
  public ScoringModel {
    classes = List.copyOf(classes);
  }
}
