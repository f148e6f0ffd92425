package org.spiketrain.evaluate;

import org.spiketrain.data.io.OutputMode;
import org.spiketrain.model.UserErrorException;

/**
 * Settings of an evaluation.
 *
 * @param baselines whether the baselines are measured too
 * @param tutorialSamplingPairs number of random pairs for the confusion matrix drawn as the names
 *     tutorial does; 0 leaves it out
 * @param seed seed of that drawing and of the choice of example predictions
 * @param mode what happens if there is an evaluation already
 */
public record EvaluationSettings(
    Baselines baselines, int tutorialSamplingPairs, long seed, OutputMode mode) {
  public EvaluationSettings {
    if (tutorialSamplingPairs < 0) {
      throw new UserErrorException(
          "tutorial sampling of %d pairs: expected a number from 0 (none)"
              .formatted(tutorialSamplingPairs));
    }
  }

  /** Simple classifiers, measured for comparison or left out. */
  public enum Baselines {
    MEASURE,
    SKIP
  }
}
