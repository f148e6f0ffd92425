package org.spiketrain.job.score;

import java.util.ArrayList;
import java.util.List;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.model.metrics.RankedLabel;

/** Scores a few names here and now, without Spark. */
public final class SingleScorer {
  private final ScoringModel model;

  public SingleScorer(ScoringModel model) {
    this.model = model;
  }

  /**
   * The most probable classes of each name.
   *
   * @param names in any Unicode form
   * @param top number of classes, from 1; more than there are gives all
   * @throws UserErrorException if a name has no letter of the model's alphabet
   */
  public List<ScoredName> score(List<String> names, int top) {
    List<SpikeFrames> frames = names.stream().map(this::frames).toList();
    float[][] probabilities = model.classifier().probabilities(frames);
    List<ScoredName> scored = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      scored.add(
          new ScoredName(names.get(i), RankedLabel.top(probabilities[i], model.classes(), top)));
    }
    return scored;
  }

  private SpikeFrames frames(String name) {
    String letters = model.letters().normalise(name);
    if (letters.isEmpty()) {
      throw new UserErrorException(
          "The name \"%s\" has no letter that the model knows: it knows %s"
              .formatted(name, model.letters().settings().letters()));
    }
    return model.letters().encode(letters);
  }
}
