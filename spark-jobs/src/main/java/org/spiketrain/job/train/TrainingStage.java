package org.spiketrain.job.train;

import org.spiketrain.model.zoo.TrainedModel;

/** What a training is a part of. */
public sealed interface TrainingStage {
  /** Of nothing: a network is trained from random parameters. */
  record Whole() implements TrainingStage {}

  /** The artificial network of sentences, which reads rates in one time step. */
  record Artificial() implements TrainingStage {}

  /**
   * The spiking network that begins as the converted artificial one.
   *
   * @param artificial the trained artificial network
   * @param normalisation how it is converted
   */
  record FineTuning(TrainedModel artificial, Normalisation normalisation)
      implements TrainingStage {}
}
