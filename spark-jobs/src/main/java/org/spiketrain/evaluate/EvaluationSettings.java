package org.spiketrain.evaluate;

import org.spiketrain.data.Split;
import org.spiketrain.data.io.OutputMode;

/**
 * Settings of an evaluation.
 *
 * @param baselines whether the baselines are measured too
 * @param tutorialSamplingPairs number of random pairs for the confusion matrix drawn as the names
 *     tutorial does, at least 0; 0 leaves it out
 * @param seed seed of that drawing and of the choice of example predictions
 */
public record EvaluationSettings(
    Split split, Baselines baselines, int tutorialSamplingPairs, long seed, OutputMode mode) {
  /** The same evaluation with another mode. */
  public EvaluationSettings with(OutputMode another) {
    return new EvaluationSettings(split, baselines, tutorialSamplingPairs, seed, another);
  }

  /** Simple classifiers, measured for comparison or left out. */
  public enum Baselines {
    MEASURE,
    SKIP
  }
}
