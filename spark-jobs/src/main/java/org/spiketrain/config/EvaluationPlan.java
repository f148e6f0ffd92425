package org.spiketrain.config;

import org.spiketrain.data.Split;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.evaluate.EvaluationSettings;

/**
 * What is evaluated after a training, and how.
 *
 * @param split what is evaluated
 * @param settings how
 */
public record EvaluationPlan(Split split, EvaluationSettings settings) {
  /** The same evaluation with another mode. */
  public EvaluationPlan with(OutputMode mode) {
    return new EvaluationPlan(
        split,
        new EvaluationSettings(
            settings.baselines(), settings.tutorialSamplingPairs(), settings.seed(), mode));
  }
}
