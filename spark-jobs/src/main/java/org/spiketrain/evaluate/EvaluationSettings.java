package org.spiketrain.evaluate;

import java.util.List;
import org.spiketrain.data.Split;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.model.zoo.AnswerRule;

/**
 * Settings of an evaluation.
 *
 * @param baselines keys of the baselines that answer too, or {@code auto} alone for those that suit
 *     the kind of data; none if it is empty
 * @param tutorialSamplingPairs number of random pairs for the confusion matrix drawn as the names
 *     tutorial does, at least 0; 0 leaves it out
 * @param answering how probabilities become answers
 * @param seed seed of that drawing, of the choice of example predictions, and of the intervals
 */
public record EvaluationSettings(
    Split split,
    List<String> baselines,
    int tutorialSamplingPairs,
    AnswerRule answering,
    long seed,
    OutputMode mode) {
  public EvaluationSettings {
    baselines = List.copyOf(baselines);
  }

  /** Settings where each example is answered as it was learnt. */
  public EvaluationSettings(
      Split split, List<String> baselines, int tutorialSamplingPairs, long seed, OutputMode mode) {
    this(split, baselines, tutorialSamplingPairs, AnswerRule.PLAIN, seed, mode);
  }

  /** The same evaluation with another mode. */
  public EvaluationSettings with(OutputMode another) {
    return new EvaluationSettings(
        split, baselines, tutorialSamplingPairs, answering, seed, another);
  }
}
