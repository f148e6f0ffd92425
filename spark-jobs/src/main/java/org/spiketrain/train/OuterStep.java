package org.spiketrain.train;

import org.spiketrain.train.Averaging.Contribution;

/**
 * Update from a round's average: plain averaging takes it as it is; with momentum it is the
 * direction of a step (Chen and Huo 2016, blockwise model-update filtering). A running mean of the
 * parameters is kept beside it.
 *
 * @param momentum momentum from round to round, 0 for none
 * @param decay decay per minibatch of the running mean, 0 for none
 */
record OuterStep(double momentum, double decay) {
  /** Moves the state's parameters, velocity and mean; its round is already counted. */
  void apply(TrainingState state, Contribution average, int minibatches) {
    if (momentum > 0) {
      accelerate(state, average.parameters);
    } else {
      state.parameters = average.parameters;
    }
    state.updaterState = average.updaterState;
    if (decay > 0) {
      follow(state, minibatches);
    }
  }

  private void accelerate(TrainingState state, float[] average) {
    float mu = (float) momentum;
    if (state.velocity.length == 0) {
      state.velocity = new float[average.length];
    }
    float[] velocity = state.velocity;
    float[] parameters = state.parameters;
    for (int j = 0; j < average.length; j++) {
      velocity[j] = mu * velocity[j] + (average[j] - parameters[j]);
      parameters[j] += velocity[j];
    }
  }

  private void follow(TrainingState state, int minibatches) {
    if (state.mean.length == 0) {
      state.mean = state.parameters.clone();
      return;
    }
    // While there are few rounds, each weighs more: the start is soon forgotten.
    double round = state.counters.round();
    float keep = (float) Math.min(Math.pow(decay, minibatches), round / (round + 2));
    float[] mean = state.mean;
    for (int j = 0; j < mean.length; j++) {
      mean[j] = keep * mean[j] + (1 - keep) * state.parameters[j];
    }
  }
}
