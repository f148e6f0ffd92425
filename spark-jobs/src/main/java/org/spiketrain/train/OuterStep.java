package org.spiketrain.train;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.Serializable;

/**
 * How the average of the workers becomes the next parameters: the way from the parameters of the
 * round to the average is the direction of a step of stochastic gradient descent.
 *
 * @param optimiser form of the momentum
 * @param learningRate share of the way that is gone, above 0; 1 goes to the average
 * @param momentum share of the velocity that is kept from round to round, in [0, 1); 0 has none
 */
public record OuterStep(
    @JsonProperty("outerOptimiser") Optimiser optimiser,
    @JsonProperty("outerLearningRate") double learningRate,
    @JsonProperty("outerMomentum") double momentum)
    implements Serializable {
  /** Plain averaging. */
  public static final OuterStep AVERAGE = new OuterStep(Optimiser.MOMENTUM, 1, 0);

  /** Form of the momentum. */
  public enum Optimiser {
    /**
     * Heavy ball (Chen and Huo 2016, blockwise model-update filtering; Wang et al. 2020, SlowMo).
     */
    MOMENTUM,
    /** Nesterov's, as PyTorch has it (Douillard et al. 2023, DiLoCo). */
    NESTEROV
  }

  boolean isAverage() {
    return momentum == 0 && learningRate == 1;
  }

  /**
   * Moves parameters, and their velocity, in place.
   *
   * @param velocity sum of past ways, each as often times the momentum as it is rounds old; empty
   *     where there is no momentum
   * @param average mean of the workers' parameters
   */
  void move(float[] parameters, float[] velocity, float[] average) {
    float mu = (float) momentum;
    float rate = (float) learningRate;
    boolean looksAhead = optimiser == Optimiser.NESTEROV;
    for (int j = 0; j < parameters.length; j++) {
      float way = average[j] - parameters[j];
      float direction = way;
      if (mu > 0) {
        velocity[j] = mu * velocity[j] + way;
        direction = looksAhead ? way + mu * velocity[j] : velocity[j];
      }
      parameters[j] += rate * direction;
    }
  }
}
