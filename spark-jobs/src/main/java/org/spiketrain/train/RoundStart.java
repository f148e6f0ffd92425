package org.spiketrain.train;

import java.io.Serializable;

/** What every worker begins a round with; broadcast once a round and destroyed after it. */
final class RoundStart implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String configuration;
  private final float[] parameters;
  private final float[] updaterState;
  private final int round;
  private final long firstMinibatch;
  private final int minibatches;

  /**
   * @param configuration the network's configuration as JSON
   * @param parameters averaged parameters
   * @param updaterState averaged state of the updater, empty if it has none
   * @param round number of the round, from 0
   * @param firstMinibatch minibatches that each worker has trained on before
   * @param minibatches minibatches of this round
   */
  RoundStart(
      String configuration,
      float[] parameters,
      float[] updaterState,
      int round,
      long firstMinibatch,
      int minibatches) {
    this.configuration = configuration;
    this.parameters = parameters;
    this.updaterState = updaterState;
    this.round = round;
    this.firstMinibatch = firstMinibatch;
    this.minibatches = minibatches;
  }

  String configuration() {
    return configuration;
  }

  float[] parameters() {
    return parameters;
  }

  float[] updaterState() {
    return updaterState;
  }

  int round() {
    return round;
  }

  long firstMinibatch() {
    return firstMinibatch;
  }

  int minibatches() {
    return minibatches;
  }
}
