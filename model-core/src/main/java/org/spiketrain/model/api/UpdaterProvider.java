package org.spiketrain.model.api;

import org.nd4j.linalg.learning.config.IUpdater;

/**
 * Brings updaters, each a {@link Factory} by the name that {@code training.updater.name} uses. A
 * parameter called {@code learning-rate}, {@code beta1}, {@code beta2} or {@code epsilon} takes the
 * value of {@code training.updater} where the name brings none: {@code mine} and {@code mine(beta1
 * = 0.5)}. An updater goes into the network's configuration as DL4J's do, as JSON with its class.
 */
public interface UpdaterProvider extends Provider<Factory<IUpdater>> {
  /** The peak learning rate; updaters that do not declare it have none. */
  Parameter<Double> LEARNING_RATE =
      Parameter.number("learning-rate", Range.above(0), "peak learning rate");

  /** Decay of the gradient's mean, or momentum. */
  Parameter<Double> BETA1 =
      Parameter.number("beta1", Range.halfOpen(0, 1), "decay of the gradient's mean, or momentum");

  /** Decay of the mean of the squared gradient. */
  Parameter<Double> BETA2 =
      Parameter.number("beta2", Range.halfOpen(0, 1), "decay of the squared gradient's mean");

  /** Number added to denominators. */
  Parameter<Double> EPSILON = Parameter.number("epsilon", Range.above(0), "added to denominators");
}
