package org.spiketrain.train;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** What a network's parameters are before training, besides the random ones of its seed. */
@FunctionalInterface
interface InitialParameters {
  /** The random ones. */
  InitialParameters RANDOM = network -> {};

  /** Sets the parameters of a network whose parameters are random. */
  void set(MultiLayerNetwork network);
}
