package org.spiketrain.train;

import org.spiketrain.model.UserErrorException;

/** What is said of a training whose numbers have left the numbers. */
final class Divergence {
  private Divergence() {}

  /**
   * @param what the value that is no longer finite
   * @param examples examples trained on by then
   */
  static UserErrorException of(String what, long examples) {
    return new UserErrorException(
        "The training has diverged: its %s is no longer a number after %d examples. Lower training.updater.learning-rate or set training.updater.gradient-clip, and train anew"
            .formatted(what, examples));
  }

  /**
   * Checks the parameters that are to become a model.
   *
   * @throws UserErrorException if one is infinite or not a number
   */
  static void check(float[] parameters, long examples) {
    for (float parameter : parameters) {
      if (!Float.isFinite(parameter)) {
        throw of("network", examples);
      }
    }
  }
}
