package org.spiketrain.train;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.spiketrain.train.TrainingSettings.Sampling;

/**
 * How much classes count whose numbers of examples differ.
 *
 * @param sampling how the examples of a minibatch are drawn
 * @param samplingPower with {@link Sampling#CLASS_BALANCED}: a class of n examples is drawn as
 *     often as n to the power of 1 less this, in [0, 1]; 1 draws all classes alike
 * @param classWeights with {@link Sampling#NATURAL}: an example of a class of n examples weighs as
 *     much as n to the power of minus this, in [0, 1]; 0 weighs all examples alike, 1 all classes
 * @param logitAdjustment what the logarithms of the classes' shares are multiplied by and then
 *     added to the scores in training, in [0, 1]; 0 adds nothing, and with 1 the scores are those
 *     of classes that are all alike (Menon et al. 2021, "Long-tail learning via logit adjustment")
 */
public record ClassBalance(
    Sampling sampling, double samplingPower, double classWeights, double logitAdjustment)
    implements Serializable {
  /** Every example once an epoch, and all of the same weight. */
  public static final ClassBalance NATURAL = new ClassBalance(Sampling.NATURAL, 1, 0, 0);

  /**
   * What is added to the scores of the classes in training; empty for nothing.
   *
   * @param shares of the classes in the training; one that is not there gets nothing
   */
  List<Double> logitOffsets(List<Double> shares) {
    return logitAdjustment == 0
        ? List.of()
        : shares.stream()
            .map(share -> share > 0 ? logitAdjustment * StrictMath.log(share) : 0)
            .toList();
  }

  /**
   * Shares of the classes for which a network that is trained like this answers.
   *
   * @param shares of the training examples, by class
   */
  Map<String, Double> learnt(Map<String, Double> shares) {
    double favour = sampling == Sampling.NATURAL ? classWeights : samplingPower;
    double power = 1 - favour - logitAdjustment;
    if (power == 1) {
      return shares;
    }
    Map<String, Double> learnt = new LinkedHashMap<>();
    shares.forEach((name, share) -> learnt.put(name, share > 0 ? StrictMath.pow(share, power) : 0));
    double sum = learnt.values().stream().mapToDouble(Double::doubleValue).sum();
    learnt.replaceAll((name, share) -> share / sum);
    return learnt;
  }
}
