package org.spiketrain.benchmarks.compare;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.spiketrain.model.api.NetworkInput;
import org.spiketrain.model.frames.InputCoding;
import org.spiketrain.model.updater.FusedAdam;
import org.spiketrain.model.zoo.NetworkSettings;

/** The network of SpikingJelly's names tutorial, as {@code conf/names-tutorial.conf} sets it. */
final class NamesNetwork {
  private static final double LEARNING_RATE = 1e-4;
  private static final long SEED = 1;

  private NamesNetwork() {}

  static MultiLayerNetwork of(Work work) {
    NetworkSettings settings =
        new NetworkSettings(
            "spiking-lstm(%d) | readout(last)".formatted(work.hidden()), "softmax-mse");
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            settings.configuration(
                NetworkInput.of(work.inputs(), InputCoding.EVENTS),
                work.classes(),
                new NetworkSettings.Optimisation(new FusedAdam(LEARNING_RATE), 0, 0),
                SEED));
    network.init();
    return network;
  }
}
