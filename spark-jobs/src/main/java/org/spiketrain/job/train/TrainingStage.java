package org.spiketrain.job.train;

import java.util.Arrays;
import org.spiketrain.model.kernel.NativeFloats;
import org.spiketrain.model.zoo.TrainedModel;

/** What a training is a part of. */
public sealed interface TrainingStage {
  /** What the network begins as, besides random weights; empty for nothing. */
  default String beginning() {
    return "";
  }

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
  record FineTuning(TrainedModel artificial, RangeSource normalisation) implements TrainingStage {
    @Override
    public String beginning() {
      float[] parameters = NativeFloats.copy(artificial.network().params());
      return "%s of %08x".formatted(normalisation, Arrays.hashCode(parameters));
    }
  }
}
