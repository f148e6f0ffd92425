package org.spiketrain.train;

import java.io.Serializable;
import org.spiketrain.train.TrainingSettings.Sampling;

/**
 * How much classes count whose numbers of examples differ.
 *
 * @param sampling how the examples of a minibatch are drawn
 * @param samplingPower with {@link Sampling#CLASS_BALANCED}: a class of n examples is drawn as
 *     often as n to the power of 1 less this, in [0, 1]; 1 draws all classes alike
 * @param classWeights with {@link Sampling#NATURAL}: an example of a class of n examples weighs as
 *     much as n to the power of minus this, in [0, 1]; 0 weighs all examples alike, 1 all classes
 */
public record ClassBalance(Sampling sampling, double samplingPower, double classWeights)
    implements Serializable {
  /** Every example once an epoch, and all of the same weight. */
  public static final ClassBalance NATURAL = new ClassBalance(Sampling.NATURAL, 1, 0);
}
