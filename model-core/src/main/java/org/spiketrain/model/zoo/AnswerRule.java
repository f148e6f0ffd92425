package org.spiketrain.model.zoo;

import java.io.Serializable;

/**
 * How probabilities become answers.
 *
 * @param priors shares of the classes for which they are made
 * @param noneBelow probability below which an answer is none, in [0, 1]; 0 where there is always
 *     one
 */
public record AnswerRule(ClassPriors priors, double noneBelow) implements Serializable {
  /** The most probable class by the shares of the training. */
  public static final AnswerRule PLAIN = new AnswerRule(ClassPriors.TRAINED, 0);
}
