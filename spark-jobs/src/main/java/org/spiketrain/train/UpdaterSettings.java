package org.spiketrain.train;

import org.spiketrain.model.updater.LearningRateSchedule;

/**
 * How gradients become steps.
 *
 * @param name which updater
 * @param learningRate peak learning rate, above 0
 * @param schedule how the learning rate moves after the warm-up
 * @param scheduleGamma factor or steepness of the schedules that have one, above 0
 * @param schedulePower exponent of the schedules that have one, above 0
 * @param schedulePeriod minibatches of the schedules that have a period; 0 for half the training's
 * @param warmupFraction share of all steps over which it rises from 0, in [0, 1)
 * @param beta1 decay of the gradient's mean (momentum of momentum-sgd and nesterovs), in [0, 1)
 * @param beta2 decay of the squared gradient's mean, in [0, 1)
 * @param epsilon added to denominators, above 0
 * @param weightDecay decoupled weight decay of the weights (not the biases), at least 0
 * @param gradientClip largest L2 norm of a layer's gradient; 0 for no limit
 */
public record UpdaterSettings(
    Updater name,
    double learningRate,
    LearningRateSchedule.Decay schedule,
    double scheduleGamma,
    double schedulePower,
    long schedulePeriod,
    double warmupFraction,
    double beta1,
    double beta2,
    double epsilon,
    double weightDecay,
    double gradientClip) {
  /**
   * Adam (AdamW with weight decay) at a constant learning rate, with the usual decays.
   *
   * @param adam which of its forms
   */
  static UpdaterSettings adam(Updater adam, double learningRate, double weightDecay) {
    return new UpdaterSettings(
        adam,
        learningRate,
        LearningRateSchedule.Decay.CONSTANT,
        1,
        1,
        0,
        0,
        0.9,
        0.999,
        1e-8,
        weightDecay,
        0);
  }

  /** Which updater; a configuration writes them in lower case with hyphens. */
  public enum Updater {
    /** Adam in one pass over the parameters. */
    ADAM,
    /** The same, passing over what did not spike. */
    LAZY_ADAM,
    SGD,
    /** PyTorch's SGD with momentum, in one pass. */
    MOMENTUM_SGD,
    NESTEROVS,
    ADA_GRAD,
    ADA_DELTA,
    ADA_MAX,
    ADA_BELIEF,
    AMS_GRAD,
    NADAM,
    RMS_PROP
  }
}
