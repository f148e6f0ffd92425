package org.spiketrain.evaluate;

import java.util.Map;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.spiketrain.config.ExperimentConfig;
import org.spiketrain.model.api.NetworkInput;
import org.spiketrain.model.frames.InputCoding;
import org.spiketrain.model.updater.FusedAdam;
import org.spiketrain.model.zoo.NetworkSettings;
import org.spiketrain.model.zoo.SpikingClassifier;

/** A network as its seed has made it, which is all that an evaluation needs. */
final class UntrainedNetwork {
  private UntrainedNetwork() {}

  /** A network with the loss {@code ce-mean}. */
  static SpikingClassifier of(String stack, int channels, int classes) {
    ExperimentConfig config =
        ExperimentConfig.defaults(Map.of("network.stack", stack, "network.loss", "ce-mean"));
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            config
                .network()
                .configuration(
                    NetworkInput.of(channels, InputCoding.DENSE),
                    classes,
                    new NetworkSettings.Optimisation(new FusedAdam(0.01), 0, 0),
                    3));
    network.init();
    return new SpikingClassifier(network);
  }
}
