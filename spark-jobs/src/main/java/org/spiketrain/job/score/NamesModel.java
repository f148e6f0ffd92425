package org.spiketrain.job.score;

import java.util.List;
import org.spiketrain.job.report.Terms;
import org.spiketrain.model.encode.LetterEncoder;
import org.spiketrain.model.zoo.FrameClassifier;

/**
 * What it takes to score a name.
 *
 * @param classifier the network
 * @param letters makes the network's input from a name
 * @param classes names of the classes, in label order
 */
public record NamesModel(FrameClassifier classifier, LetterEncoder letters, List<String> classes)
    implements ScoringModel {
  public NamesModel {
    classes = List.copyOf(classes);
  }

  @Override
  public Terms terms() {
    return Terms.NAMES;
  }
}
